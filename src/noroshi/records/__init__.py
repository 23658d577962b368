"""What programs are given: one flat object a noun, moments as text. The command line and the API share them."""

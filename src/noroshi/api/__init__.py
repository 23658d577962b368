"""What programs ask of a watch centre over HTTP, and what they are answered.

::

    application    all routes, put together
    gate           who asks, and whether they may
    sight          what a caller sees of the books, and what they may do with it
    problems       every error as problem+json
    live           what is asked of a watch in this process
    server         a thread of its own that answers
"""

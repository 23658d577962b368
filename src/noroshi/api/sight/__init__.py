"""What a caller sees of the books, and what they may do with it.

Routes ask these and never the books: here, and nowhere else, is it known that a member sees nothing but their own.
What belongs to others is not there, in the same words as what does not exist.
"""

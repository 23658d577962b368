"""What programs ask of a watch centre over HTTP, and what they are answered.

::

    application  all routes, put together; `house` makes what they ask for
    gate         who asks, and whether they may; `pace`: how fast
    routes/      a resource a file: parse, ask, give the record
    sight/       what a caller sees of the books, and does with it; the only place that knows of members
    register     who answers for what, at hand
    events/      what happens, as it happens
    filters      which alerts are meant; `paging`, `moments`, `conditions`: what else callers write
    problems     every error as problem+json; `conflicts`: two at one alert
    description  OpenAPI, completed from the records
    headers      what browsers may do with answers
    live         what is asked of a watch in this process; `still`: whether somebody who looks on still may
    server       a thread of its own that answers
"""

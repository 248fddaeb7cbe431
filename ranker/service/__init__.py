"""The HTTP service: questions about studies by way of URLs, answers as JSON or pages.

`questions` lists what can be asked; `app` turns each into routes; `desk` keeps answers and
shares work; `pool` computes in processes of their own, which can be stopped.
"""

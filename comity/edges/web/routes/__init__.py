"""The routes of the pages: what came in becomes a value, a service is asked, its answer becomes a view. No rule lives here.

`application` puts them together; `arrival` says who is at the door; `answers` sends pages with their policy; then one file a subject.
"""

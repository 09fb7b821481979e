"""Every endpoint of the HTTP API, once. A test compares the list with the server's OpenAPI description."""

from __future__ import annotations

from enum import Enum

_API = "/api/v1"
_LISTS = f"{_API}/checks/lists"
_MAPPINGS = f"{_API}/registers/{{register}}/mappings"
_RECORDS = f"{_API}/registers/{{register}}/records"


class Endpoint(Enum):
    """(verb, path). Names in braces are filled by the call."""

    ATTACHMENT = ("GET", f"{_RECORDS}/{{record}}/attachments/{{attachment}}")
    ATTACHMENTS = ("GET", f"{_RECORDS}/{{record}}/attachments")
    ATTACHMENT_NEW = ("POST", f"{_RECORDS}/{{record}}/attachments")
    ATTACHMENT_PREVIEW = ("GET", f"{_RECORDS}/{{record}}/attachments/{{attachment}}/preview")
    ATTACHMENT_REMOVE = ("DELETE", f"{_RECORDS}/{{record}}/attachments/{{attachment}}")
    AUDIT_ENTRIES = ("GET", f"{_API}/audit/entries")
    AUDIT_OPEN = ("POST", f"{_API}/audit/entries/{{entry}}/open")
    AUDIT_STATUS = ("GET", f"{_API}/audit/status")
    AUDIT_WHO_ASKED = ("POST", f"{_API}/audit/who-asked")
    AUTHORITIES = ("GET", f"{_API}/authorities")
    BUREAUS = ("GET", f"{_API}/bureaus")
    BULK = ("POST", f"{_API}/registers/{{register}}/bulk/{{act}}")
    BULK_PREVIEW = ("POST", f"{_API}/registers/{{register}}/bulk/{{act}}/preview")
    BULK_SIGN = ("POST", f"{_API}/bulk/{{bulk_id}}/sign")
    BULK_WAITING = ("GET", f"{_API}/bulk")
    CHECK = ("POST", f"{_API}/checks")
    CHECK_BATCH = ("POST", f"{_API}/checks/batch")
    CHECK_SETTLE = ("POST", f"{_API}/checks/settle")
    DOCUMENTS_COMPARE = ("GET", f"{_API}/documents/compare")
    FIND = ("POST", f"{_API}/registers/{{register}}/find")
    EXPORT = ("POST", f"{_API}/registers/{{register}}/exports")
    HEALTH = ("GET", f"{_API}/health")
    HELD = ("GET", f"{_API}/held")
    HELD_RELEASE = ("POST", f"{_API}/held/{{message}}/release")
    IMPORT = ("GET", f"{_API}/imports/{{proposal}}")
    IMPORTS = ("GET", f"{_API}/imports")
    IMPORT_APPROVE = ("POST", f"{_API}/imports/{{proposal}}/approve")
    IMPORT_NEW = ("POST", f"{_API}/imports")
    IMPORT_REFUSE = ("POST", f"{_API}/imports/{{proposal}}/refuse")
    INBOX = ("GET", f"{_API}/inbox")
    INBOX_OPEN = ("GET", f"{_API}/inbox/{{message}}")
    JOB = ("GET", f"{_API}/jobs/{{job}}")
    JOBS = ("GET", f"{_API}/jobs")
    JOB_CANCEL = ("POST", f"{_API}/jobs/{{job}}/cancel")
    JOB_RESULT = ("GET", f"{_API}/jobs/{{job}}/result")
    LIFE_ANSWER = ("POST", f"{_API}/life/questions/{{register}}/{{record}}/{{act}}")
    LIFE_CLOSE = ("POST", f"{_API}/life/closings/{{register}}/{{record}}")
    LIFE_DELETIONS = ("GET", f"{_API}/life/deletions")
    LIFE_QUESTIONS = ("GET", f"{_API}/life/questions")
    LIFE_VERSIONS = ("GET", f"{_API}/life/versions/{{register}}/{{record}}")
    LIST = ("GET", f"{_LISTS}/{{name}}")
    LISTS = ("GET", _LISTS)
    LIST_CHECK = ("POST", _LISTS)
    LIST_DRY = ("POST", f"{_LISTS}/dry")
    LIST_REMOVE = ("DELETE", f"{_LISTS}/{{name}}")
    LIST_RESULT = ("GET", f"{_LISTS}/{{name}}/result.csv")
    LIST_RESUME = ("POST", f"{_LISTS}/{{name}}/resume")
    LIST_ROWS = ("GET", f"{_LISTS}/{{name}}/rows")
    LOAD = ("POST", f"{_API}/registers/{{register}}/loads")
    LOAD_RETRY = ("POST", f"{_API}/loads/{{load}}/retry")
    LOAD_START = ("POST", f"{_API}/registers/{{register}}/loads/start")
    MAPPING = ("GET", f"{_MAPPINGS}/{{name}}")
    MAPPINGS = ("GET", _MAPPINGS)
    MAPPING_KEEP = ("PUT", f"{_MAPPINGS}/{{name}}")
    MAPPING_LOOK = ("POST", f"{_MAPPINGS}/look")
    MAPPING_REMOVE = ("DELETE", f"{_MAPPINGS}/{{name}}")
    ME = ("GET", f"{_API}/me")
    MEASURES = ("GET", f"{_API}/measures")
    OPENAPI = ("GET", f"{_API}/openapi.json")
    PLACE = ("PUT", f"{_API}/me/place")
    PROBLEM_TYPE = ("GET", "/problems/{name}")
    QUOTA_LIFT = ("DELETE", f"{_API}/measures/{{authority}}/quotas/{{register}}")
    QUOTA_SET = ("PUT", f"{_API}/measures/{{authority}}/quotas/{{register}}")
    PUBLIC_ART_FIND = ("POST", f"{_API}/public/art/find")
    PUBLIC_WORK = ("GET", f"{_API}/public/art/{{record}}")
    RECOGNISE = ("POST", f"{_API}/recognise")
    RECORD = ("GET", f"{_RECORDS}/{{record}}")
    RECORDS = ("GET", _RECORDS)
    RECORD_ACT = ("POST", f"{_RECORDS}/{{record}}/{{act}}")
    RECORD_CORRECT = ("PUT", f"{_RECORDS}/{{record}}")
    RECORD_LINKS = ("GET", f"{_RECORDS}/{{record}}/links")
    RECORD_NEW = ("POST", _RECORDS)
    REGISTER = ("GET", f"{_API}/registers/{{register}}")
    REGISTERS = ("GET", f"{_API}/registers")
    REGISTER_SPREADSHEET = ("GET", f"{_API}/registers/{{register}}/template.xlsx")
    REGISTER_TEMPLATE = ("GET", f"{_API}/registers/{{register}}/template.csv")
    RESTRICTIONS = ("GET", f"{_API}/restrictions")
    RESTRICTIONS_SET = ("PUT", f"{_API}/restrictions")
    REVIEW = ("GET", f"{_API}/reviews/{{register}}/{{record}}")
    REVIEWS = ("GET", f"{_API}/reviews")
    REVIEWS_OWN = ("GET", f"{_API}/reviews/own")
    REVIEW_SIGN = ("POST", f"{_API}/reviews/{{register}}/{{record}}")
    SIGHTINGS = ("GET", f"{_API}/sightings")
    SIGN_IN = ("POST", f"{_API}/sign-in")
    SIGN_IN_DEMO = ("POST", f"{_API}/sign-in/demo")
    SIGN_OUT = ("POST", f"{_API}/sign-out")
    STATISTICS = ("GET", f"{_API}/statistics")
    SUPERVISE = ("PUT", f"{_API}/measures/{{authority}}/supervision")
    SUPERVISE_LIFT = ("DELETE", f"{_API}/measures/{{authority}}/supervision")
    SYSTEMS = ("GET", f"{_API}/systems")
    TOKENS = ("GET", f"{_API}/tokens")
    TOKEN_ISSUE = ("POST", f"{_API}/tokens")
    TOKEN_REVOKE = ("DELETE", f"{_API}/tokens/{{number}}")
    VIEWS = ("GET", f"{_API}/registers/{{register}}/views")
    VIEW_DROP = ("DELETE", f"{_API}/registers/{{register}}/views/{{view}}")
    VIEW_SAVE = ("POST", f"{_API}/registers/{{register}}/views")

    @property
    def verb(self) -> str:
        return self.value[0]

    @property
    def path(self) -> str:
        return self.value[1]

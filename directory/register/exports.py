"""The open data of the register, in three formats: made whole in a file, then sent."""

import json
from collections.abc import Callable
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.http import quote_etag
from django.views import View

from directory.register.open_data import COLUMNS, NAMES, rows, schema, stamp
from workflows.presentation.sheets import CSV_TYPE, XLSX_TYPE, Sheet, write_book, write_csv

KEPT = 300  # seconds


@method_decorator(login_not_required, name="dispatch")
class ExportView(View):
    """`/registre/export.<kind>`: every label; 304 when nothing has changed since."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        if kind not in FORMATS:
            raise Http404
        today = timezone.localdate()
        etag = quote_etag(f"{kind}-{stamp(today)}")
        answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
        answer = answer or _made(kind, today)
        answer["ETag"] = etag
        answer["Access-Control-Allow-Origin"] = "*"
        patch_cache_control(answer, public=True, max_age=KEPT)
        return answer


@method_decorator(login_not_required, name="dispatch")
class SchemaView(View):
    """`/registre/schema.json`: the Table Schema of the exports."""

    def get(self, request: HttpRequest) -> HttpResponse:
        dumped = {"ensure_ascii": False, "indent": 2}
        answer = JsonResponse(schema(), json_dumps_params=dumped)
        answer["Access-Control-Allow-Origin"] = "*"
        patch_cache_control(answer, public=True, max_age=KEPT)
        return answer


def _made(kind: str, today: date) -> HttpResponseBase:
    write, media_type = FORMATS[kind]
    file = TemporaryFile()  # noqa: SIM115 closed, and gone, with the answer
    write(file, today)
    file.seek(0)
    name = f"labels-ose-{today.isoformat()}.{kind}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=media_type)


def _write_csv(file: IO[bytes], today: date) -> None:
    write_csv(file, NAMES, rows(today))


def _write_json(file: IO[bytes], today: date) -> None:
    """An array of objects, one a line."""
    before = b"[\n"
    for row in rows(today):
        line = dict(zip(NAMES, map(_json_value, row), strict=True))
        file.write(before + json.dumps(line, ensure_ascii=False).encode())
        before = b",\n"
    file.write(b"\n]\n" if before != b"[\n" else b"[]\n")


def _json_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _write_xlsx(file: IO[bytes], today: date) -> None:
    heads = [column.title for column in COLUMNS]
    write_book(file, [Sheet("Labels OSE", heads, lambda: rows(today))])


FORMATS: dict[str, tuple[Callable[[IO[bytes], date], None], str]] = {
    "csv": (_write_csv, CSV_TYPE),
    "json": (_write_json, "application/json"),
    "xlsx": (_write_xlsx, XLSX_TYPE),
}

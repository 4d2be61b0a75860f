"""How the short views of this app answer: a form page, a refusal on the form, a message and the next page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from units.actions.refusals import Refused


def answer_form(
    request: HttpRequest, form: BaseForm, page: dict[str, Any], template: str = "units/form_page.html"
) -> HttpResponse:
    """Return the page of a form: 200 to fill in, 422 when what was sent is refused."""
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"form": form, **page}, status=status)


def done(request: HttpRequest, sentence: str, url: str) -> HttpResponse:
    """Say what happened, and go on."""
    messages.success(request, sentence)
    return redirect(url)


@contextmanager
def say_refused(form: BaseForm) -> Iterator[None]:
    """Turn the refusal of an action into an error above the form."""
    try:
        yield
    except Refused as refusal:
        form.add_error(None, refusal.sentence)


def tell_refused(request: HttpRequest, refusal: Refused, url: str) -> HttpResponse:
    """Say the refusal on the next page, where there is no form to say it on."""
    messages.error(request, refusal.sentence)
    return redirect(url)

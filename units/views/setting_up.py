"""The first run in three steps, open only while nobody can log in. What was typed waits in the visitor's session."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from units.actions.setting_up import Administrator, AlreadySetUp, hash_of, is_right_code, is_set_up, set_up
from units.forms.setting_up import AdministratorForm, IssuingBodyForm, SetupCodeForm

STEPS = ("Cấp ban hành", "Quản trị", "Xác nhận")
BODY, PERSON, HASH, PROOF = "setup_body", "setup_person", "setup_hash", "setup_proof"
# Under this name wrong codes are counted; no account can have it.
NOBODY = "thiết lập lần đầu"

View = Callable[[HttpRequest], HttpResponse]


def first_run_only(view: View) -> View:
    """Open the view while the portal has no users, and never again; in production to who knows the set-up code."""

    @never_cache
    @login_not_required
    @require_http_methods(["GET", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if is_set_up():
            raise Http404
        if settings.SETUP_NEEDS_CODE and not is_right_code(request.session.get(PROOF, "")):
            return ask_code(request)
        return view(request)

    return guarded


def ask_code(request: HttpRequest) -> HttpResponse:
    """Take the set-up code; wrong ones are counted like wrong passwords, by the same lock."""
    if not settings.SETUP_CODE:
        return render(request, "units/setup_code.html", {"is_closed": True}, status=403)
    credentials = {"username": NOBODY}
    if not AxesProxyHandler.is_allowed(request, credentials):
        locked: HttpResponse = get_lockout_response(request, credentials=credentials)
        return locked
    sent = request.POST if "setup_code" in request.POST else None
    form = SetupCodeForm(sent)
    if form.is_valid():
        request.session.cycle_key()
        request.session[PROOF] = form.cleaned_data["setup_code"]
        return redirect("units:setup")
    if sent:
        AxesProxyHandler.user_login_failed(__name__, credentials, request)
    return render(request, "units/setup_code.html", {"form": form}, status=422 if sent else 200)


@first_run_only
def body(request: HttpRequest) -> HttpResponse:
    form = IssuingBodyForm(request.POST or request.session.get(BODY))
    if request.method == "POST" and form.is_valid():
        request.session[BODY] = typed_in(form)
        return redirect("units:setup_administrator")
    return step(request, 0, form)


@first_run_only
def administrator(request: HttpRequest) -> HttpResponse:
    if BODY not in request.session:
        return redirect("units:setup")
    if request.method != "POST":
        return step(request, 1, AdministratorForm(initial=request.session.get(PERSON)))
    form = AdministratorForm(request.POST)
    if not form.is_valid():
        return step(request, 1, form)
    request.session[PERSON] = typed_in(form, leave_out=("password1", "password2"))
    request.session[HASH] = hash_of(form.cleaned_data["password1"])
    return redirect("units:setup_confirm")


@first_run_only
def confirm(request: HttpRequest) -> HttpResponse:
    form = IssuingBodyForm(request.session.get(BODY))
    if HASH not in request.session or not form.is_valid():
        return redirect("units:setup")
    unit, person = form.body(), request.session[PERSON]
    if request.method != "POST":
        return step(request, 2, form, unit=unit, person=person)
    try:
        user = set_up(unit, Administrator(**person, password_hash=request.session[HASH]))
    except AlreadySetUp:
        messages.info(request, "Hệ thống vừa được thiết lập ở nơi khác. Đăng nhập bằng tài khoản quản trị đã tạo.")
        return redirect("units:login")
    request.session.flush()
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    messages.success(request, "Đã thiết lập. Việc tiếp theo: nhập danh sách đơn vị và người dùng.")
    return redirect("units:unit_list")


def typed_in(form: ModelForm[Any], leave_out: tuple[str, ...] = ()) -> dict[str, str]:
    return {name: value for name, value in form.cleaned_data.items() if name not in leave_out}


def step(request: HttpRequest, number: int, form: ModelForm[Any], **context: Any) -> HttpResponse:
    """Answer with the page of a step; 422 when what was sent is refused."""
    states = ["done"] * number + ["current"] + [""] * (len(STEPS) - number - 1)
    context |= {
        "form": form,
        "number": number,
        "steps": [{"label": label, "state": state} for label, state in zip(STEPS, states, strict=True)],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "units/setup.html", context, status=status)

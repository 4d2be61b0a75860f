"""What the frame around every page shows. Everything is worked out only when the template asks for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from units import access, navigation
from units.models import User


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return navigation, units of the person, the current one, the bell's number and the frame's addresses."""
    user = request.user if hasattr(request, "user") else None
    links = {"home_url": "/", "login_url": navigation.find_url("units:login")}
    if not isinstance(user, User):
        return links
    unit = access.current_unit(request)
    return links | {
        "nav": SimpleLazyObject(lambda: navigation.entries(user, unit, request.path) if unit else []),
        "units_of_user": access.units_of(user),
        "current_unit": unit,
        "unread_count": SimpleLazyObject(access.own_messages(user).unread().count),
        "search_url": navigation.find_url("reports:search"),
        "switch_url": navigation.find_url("units:unit_switch"),
        "messages_url": navigation.find_url("units:message_list"),
        "password_url": navigation.find_url("units:password_change"),
        "logout_url": navigation.find_url("units:logout"),
    }

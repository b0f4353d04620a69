"""The state of a month, as far as the clock and who waits decide it (no topic configured, nothing left to settle)."""

from datetime import timedelta

from . import clock as calendar
from .contract import DAY_MS

HOUR_MS = 3600 * 1000
ORDERED = set(
    "inquirers ordered paid inquiry_conversion payment_conversion lost_inquirers orderers payers order_success "
    "paid_order_rate".split()
)
CREDITED = ORDERED | set(
    "sales buyers unit_price repeat_sales target_completion assisted refunded refund_rate refund_hours "
    "valid_order_rate abnormal_order_rate".split()
)
SOLD = {"sales", "buyers", "unit_price", "repeat_sales", "target_completion"}
REFUNDED = {"refunded", "refund_rate", "refund_hours"}
TICKETS = set(
    "tickets reopens ticket_reopen_rate ticket_resolve_hours sla_rate ticket_replies ticket_reply_seconds "
    "complaints complaint_rate disputes overdue".split()
)


def final_from(month, shop, used=None) -> int:
    """Month end plus the longest look-ahead of the metrics in use; that of chats always is. None: all are."""
    ends = calendar.month_after(month)
    end, rules = shop.clock.starts_at(ends), shop.rules.of(month)
    window = ends + timedelta(days=rules["order.window_days"] - 1)
    pay = rules["order.pay_days"] * DAY_MS
    refund = rules["refund.days"] * DAY_MS

    def uses(metrics):
        return used is None or bool(set(used) & metrics)

    looks = [end + shop.rules.idle_hours * HOUR_MS]
    if uses(ORDERED):
        pay_there = shop.rules.of(window - timedelta(days=1))["order.pay_days"] * DAY_MS
        looks += [end + pay, shop.clock.starts_at(window) + pay_there]
    if rules["order.judge"] != "order" and uses(CREDITED):
        looks.append(end + pay)
    if uses(REFUNDED) or (rules["sales.net"] and uses(SOLD)):
        looks.append(end + refund)
    if uses(TICKETS):
        looks.append(end + rules["ticket.reopen_days"] * DAY_MS)
    return max(looks)


def month_state(month, book, used=None) -> str:
    shop = book.shop
    if shop.as_of < shop.clock.starts_at(calendar.month_after(month)):
        return "open"
    waits = any(
        calendar.month(shop.clock.day(question)) == month
        for _, _, question, _ in book.chats.waiting
    )
    return "provisional" if waits or shop.as_of < final_from(month, shop, used) else "final"

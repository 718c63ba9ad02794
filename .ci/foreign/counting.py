"""How the checks with other clients count what came out, and what it means in the end."""

passed = 0
failed = 0


def check(name, condition):
    global passed, failed
    if condition:
        passed += 1
        print(f"ok {passed + failed} {name}", flush=True)
    else:
        failed += 1
        print(f"FAILED {passed + failed} {name}", flush=True)


def same(name, value, expected):
    check(name if value == expected else f"{name}: {value!r} instead of {expected!r}", value == expected)


def status(least):
    """The exit status: 0 only if all checks passed, and there were not fewer than there should be."""
    print(f"{passed} checks passed, {failed} failed", flush=True)
    return 0 if failed == 0 and passed >= least else 1

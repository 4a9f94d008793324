"""One line a figure: bench NAME VALUE UNIT goal >=X|<=X ok|short. Ratios are of figures of the same run."""


def figure(name, value, unit, goal):
    """goal: ">=1000" or "<=50"."""
    bound = float(goal[2:])
    ok = value >= bound if goal.startswith(">=") else value <= bound
    print(f"bench {name} {value:.4g} {unit} goal {goal} {'ok' if ok else 'short'}", flush=True)
    return ok

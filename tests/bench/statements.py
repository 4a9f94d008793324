"""The SELECTs of one page as the program really sends them, taken from the server's own log: so what a page is compared with runs the same
ones, whatever becomes of them."""
import re

VALUE = r"('(?:[^'\\]|\\.)*'|NULL|-?\d+)"


class Statement:
    def __init__(self, name, text, values):
        self.name = name
        self.text = text      # with a ? for each value
        self.values = values  # as SQL literals

    def one_line(self):
        return re.sub(r"\s+", " ", self.text)


def _values(prepared, executed):
    found = re.fullmatch(re.escape(prepared).replace(r"\?", VALUE), executed, re.S)
    assert found, f"not the same statement:\n{prepared}\n{executed}"
    return list(found.groups())


def of_page(stage, get, path):
    """Statements of one call of get(path), in their order. Programs prepare once, so they are started anew."""
    stage.restart_area("crm")
    stage.sql("SET GLOBAL log_output = 'TABLE'; TRUNCATE mysql.general_log; SET GLOBAL general_log = ON")
    try:
        get(path)
    finally:
        stage.sql("SET GLOBAL general_log = OFF")
    log = stage.sql("SELECT command_type, HEX(argument) FROM mysql.general_log WHERE command_type IN ('Prepare', 'Execute') ORDER BY event_time")
    prepared, found = {}, []
    for row in log.splitlines():
        kind, argument = row.split("\t")
        text = bytes.fromhex(argument).decode("utf-8", "replace")
        name = re.search(r"/\* (\w+) \*/", text)
        if name and kind == "Prepare":
            prepared[name.group(1)] = text
        elif name:
            found.append(Statement(name.group(1), prepared[name.group(1)], _values(prepared[name.group(1)], text)))
    return found

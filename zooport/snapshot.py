"""What a saved notebook keeps of a report: a sentence, a picture, and the first lines. Nothing in it runs."""

from __future__ import annotations

import base64
import html
from typing import Dict, List, Optional

from zooport.results import CheckResult

# A notebook may grow by 300 kB a report; as text, a picture takes a third more than its bytes.
LARGEST_PICTURE = 200_000
MOST_LINES = 20
LONGEST_LINE = 400
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def still(
    name: str, token: str, result: Optional[CheckResult], sentence: str = "", picture: bytes = b""
) -> Dict[str, str]:
    """The parts of an output by their media type. A live report hides it by its class. `sentence` is the verdict's."""
    lines = [*([sentence[:LONGEST_LINE]] if sentence else []), *lines_of(name, result)]
    first, *others = [html.escape(line.strip()) for line in lines]
    body = f"<p><strong>{first}</strong></p>"
    if picture[:8] == SIGNATURE and len(picture) <= LARGEST_PICTURE:
        encoded = base64.b64encode(picture).decode()
        alt = "Input, expected output, reproduced output and their difference"
        body += f'<img alt="{alt}" src="data:image/png;base64,{encoded}" style="max-width: 100%">'
    if others:
        body += "<ul>" + "".join(f"<li>{line}</li>" for line in others) + "</ul>"
    return {
        "text/html": f'<div class="zooport-still zooport-still-{token}">{body}</div>',
        "text/plain": "\n".join(lines),
    }


def lines_of(name: str, result: Optional[CheckResult]) -> List[str]:
    if result is None:
        return [
            f"Zooport: “{name}” was not checked yet. Its report shows here in a notebook that is open in a browser."
        ]
    lines = [line[:LONGEST_LINE] for line in str(result).splitlines()]
    left = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], f"  and {left} more"] if left > 0 else lines

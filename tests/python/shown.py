"""The example runs, and the guide shows it and what it says: shown.py PROGRAM GUIDE en|de [PROGRAM THAT IT SHOWS, TOO...]"""

import re
import subprocess
import sys
from pathlib import Path

program, guide, lang, *others = sys.argv[1:]
done = subprocess.run([sys.executable, program, lang], capture_output=True, text=True, encoding="utf-8", check=True)
shown = Path(guide).read_text("utf-8")
source = "\n".join(Path(path).read_text("utf-8") for path in [program, *others])
blocks = re.findall(r"^```(\w*)\n(.*?)^```$", shown, re.M | re.S)
wrong = [f"not a part of the program:\n{text}" for kind, text in blocks if kind == "python" and text not in source]
said = [text for kind, text in blocks if kind == "text"]
if lang == "en" and done.stdout not in said:
    wrong.append(f"the guide does not show what the program says:\n{done.stdout}")
if wrong:
    sys.exit("\n".join(wrong))
print(done.stdout)

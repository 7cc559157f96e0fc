"""Changes a journal behind its back: tamper.py FILE STATEMENT."""
import sqlite3
import sys

connection = sqlite3.connect(sys.argv[1])
changed = connection.execute(sys.argv[2]).rowcount
connection.commit()
connection.close()
sys.exit(0 if changed > 0 else 1)

"""Files as laboratories have them: text of any dialect, instruments, workbooks; as tables."""

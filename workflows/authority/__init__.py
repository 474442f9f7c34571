"""Who may sign a document, whether a vote must come first, in which form, with which seal.

The rules are decision tables that an organisation's admins read and edit (``bpmn/decisions``);
this package only prepares the facts that the tables ask for.
"""

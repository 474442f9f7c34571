"""Văn bản hành chính: content, layout by Nghị định 30/2020/NĐ-CP Phụ lục I, and form checks."""

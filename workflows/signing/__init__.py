"""Digital signatures and seals on PDF documents: keys, signing, sealing, verification."""

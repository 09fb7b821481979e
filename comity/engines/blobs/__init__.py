"""Sealed files outside the database: photographs, documents, fingerprint files. Each is named by the row that it belongs to, or swept.

Unavailable
├── NoRoomForBlobs   a file cannot be kept: the disk is full, or the folder cannot be written
└── BlobGone         a row names a file that is not there
"""

from comity.engines.blobs.folder import BlobGone, Blobs, NoRoomForBlobs, Place, Written

__all__ = ["BlobGone", "Blobs", "NoRoomForBlobs", "Place", "Written"]

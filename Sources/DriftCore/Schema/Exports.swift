// One line instead of an import in each file: nearly every file of the later stations names values, pointers and digests,
// and a client of this module gets them from it anyway.
@_exported public import DriftJSON

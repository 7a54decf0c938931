// Nearly every file here and in the program names values, digests or drifts. One line instead of an import in each of them;
// the order of the targets is in Package.swift, and an import more or less would say nothing about it.
@_exported public import DriftSchema

// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// The newest uploads, of which the server may miss parts when they are sent.
///
/// Those from memory keep their bytes, so they are forgotten after a while, and there are only as many as fit into a bound;
/// the newest one is always there. An upload that is sent again later is put in anew.
struct KeptUploads: Sendable {
    private static let capacity = 256
    /// Longer than it takes to send what was uploaded.
    private static let lifetime = Duration.seconds(120)

    private let memoryBound: Int
    private var uploads: [Int64: UploadedFile] = [:]
    private var order: [(id: Int64, time: MonotonicTime)] = []
    /// How many bytes are kept.
    private(set) var byteCount = 0

    init(memoryBound: Int) {
        self.memoryBound = memoryBound
    }

    var count: Int { uploads.count }

    subscript(id: Int64) -> UploadedFile? { uploads[id] }

    mutating func insert(_ upload: UploadedFile, now: MonotonicTime) {
        remove(upload.id)
        uploads[upload.id] = upload
        order.append((upload.id, now))
        byteCount += upload.keptByteCount
        while order.count > 1, let first = order.first,
            order.count > Self.capacity || byteCount > memoryBound || now - first.time > Self.lifetime
        {
            remove(first.id)
        }
    }

    private mutating func remove(_ id: Int64) {
        guard let old = uploads.removeValue(forKey: id) else { return }
        byteCount -= old.keptByteCount
        order.removeAll { $0.id == id }
    }
}

extension UploadedFile {
    /// How many bytes it has in memory.
    fileprivate var keptByteCount: Int {
        if case .memory(let bytes) = source { bytes.count } else { 0 }
    }
}

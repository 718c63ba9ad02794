// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Upper bounds of what transfers use; inside them the client measures what the network carries.
///
/// Connections are roads and requests are lorries on them: what arrives is both multiplied, times the size of a part,
/// divided by the time that an answer takes.
public struct TransferLimits: Hashable, Sendable {
    /// How many connections one download has at most, 1 to 8; the default is 4.
    public var downloadConnections = 4
    /// How many connections one upload has at most, 1 to 8; the default is 4.
    public var uploadConnections = 4
    /// How many connections all transfers of the client have together, 1 to 32; the default is 12.
    public var maxConnections = 12
    /// How many requests of a download there are on one connection at a time, 1 to 16; `nil`, the default, for as many as
    /// the network carries, 8 MiB at most.
    public var downloadPipelineDepth: Int?
    /// How many requests of an upload there are on one connection at a time, 1 to 16; `nil`, the default, for as many as
    /// the network carries, 8 MiB at most.
    public var uploadPipelineDepth: Int?
    /// Whether small files have as many connections as large ones; otherwise files below 10 MiB have one, those below
    /// 50 MiB two.
    public var bypassesSizeTable = false
    /// How many bytes all transfers of the client have in memory together, 1 MiB to 256 MiB; the default is 24 MiB.
    public var memory = 24 << 20

    /// The default limits.
    public init() {}

    enum Direction: Sendable {
        case up
        case down
    }

    /// How many connections a transfer has.
    func connections(_ direction: Direction, size: Int64?, fileConnections: Int) -> Int {
        let limit = min(max(1, direction == .up ? uploadConnections : downloadConnections), min(8, fileConnections))
        let bound = min(limit, max(1, maxConnections))
        guard !bypassesSizeTable, let size else { return bound }
        return min(bound, size < 10 << 20 ? 1 : size < 50 << 20 ? 2 : bound)
    }

    /// How many requests a transfer may have under way; `nil` for as many as its window admits.
    func requests(_ direction: Direction, connections: Int) -> Int? {
        (direction == .up ? uploadPipelineDepth : downloadPipelineDepth).map { min(max(1, $0), 16) * connections }
    }

    var memoryBound: Int { min(max(1 << 20, memory), 256 << 20) }
}

/// What can be said about one transfer.
public struct TransferOptions: Sendable {
    /// Which bytes are wanted of a download; `nil`, the default, for all.
    public var range: Range<Int64>?
    /// Whether a file that exists is replaced; otherwise the new one gets a number in its name.
    public var overwrites = true
    /// Whether what was downloaded so far is kept when the transfer fails or is cancelled, to go on later from there.
    public var keepsPartialFile = true
    /// Whether the server's checksums of an ordinary download are asked for and checked (`upload.getFileHashes`).
    public var verifiesChecksums = false
    /// Whether the content delivery network may have the file; bots never use it.
    public var allowsCDN = true
    /// Whether the bytes are on the disk, and not only with the system, when the transfer ends.
    public var synchronizes = false

    /// The default options.
    public init() {}
}

// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// What the world knows of files.
struct MediaState: Sendable {
    /// Names an upload: clients draw the numbers themselves.
    struct UploadKey: Hashable, Sendable {
        let account: Int64
        let fileID: Int64
    }

    /// How long parts of an upload live without another one, in seconds.
    static let partLife: Int64 = 3_600
    /// How many uploads the server keeps, those that were sent included, in case a client sends one again.
    static let mostUploads = 256

    var uploads: [UploadKey: PendingUpload] = [:]
    var files: [Int64: StoredFile] = [:]
    var lastFileID: Int64 = 5_000_000_000
    var lastGroupID: Int64 = 13_000_000_000
    /// What references are made of; all change when it does.
    var generation: Int32 = 1
    /// References that expire when a piece from an offset on is asked for.
    var expiringAt: [Int64: Int64] = [:]
    var cdn: CDNState?
    /// Files on the web that the server can fetch, by address.
    var web: [String: WebFile] = [:]
    /// The videos of photos that move.
    var livePhotos: [Int64: Int64] = [:]

    struct WebFile: Sendable {
        let content: FileContent
        let mimeType: String
    }

    /// Forgets uploads when there are as many as may be: those whose parts have grown old, otherwise of those that were sent
    /// the one that has waited longest.
    mutating func makeRoomForUpload(now: Int64) {
        guard uploads.count >= Self.mostUploads else { return }
        uploads = uploads.filter { now - $0.value.touched <= Self.partLife }
        guard uploads.count >= Self.mostUploads else { return }
        let sent = uploads.filter(\.value.isAssembled)
        if let oldest = sent.min(by: { $0.value.touched < $1.value.touched }) { uploads[oldest.key] = nil }
    }
}

/// A photo or a document.
struct StoredFile: Sendable {
    enum Kind: Sendable {
        case photo
        case document(attributes: [TL.DocumentAttribute], mimeType: String)
    }

    let id: Int64
    let kind: Kind
    var dataCenter: Int
    let date: Int32
    let content: FileContent
    /// The size of a picture in pixels.
    let width: Int32
    let height: Int32
    /// A preview that came with a document.
    var thumbnail: FileContent?
}

/// A file on the content delivery network.
struct CDNState: Sendable {
    var dataCenter: Int
    /// From which size on files go there.
    let leastSize: Int64
    /// Files by their tokens.
    var files: [[UInt8]: CDNFile] = [:]
    /// How many more pieces come damaged.
    var corruptPieces = 0
    /// How many more pieces are not there before the file is put there again.
    var missingPieces = 0
    /// How many more tokens are not known.
    var lostTokens = 0

    struct CDNFile: Sendable {
        let file: Int64
        let key: [UInt8]
        let vector: [UInt8]
        /// Tokens of requests that wait for the file to be put there.
        var requests: Set<[UInt8]> = []
    }
}

/// What a message has attached.
indirect enum StoredMedia: Sendable {
    case photo(Int64, isSpoiler: Bool, timeToLive: Int32?)
    case document(Int64, isSpoiler: Bool, timeToLive: Int32?, cover: Int64?, timestamp: Int32?)
    case poll(Int64)
    case checklist(Int64)
    /// What people pay for before they see it.
    case paid(Int64)
    /// What is the same for everybody.
    case plain(TL.MessageMedia)

    func isEqual(to other: Self) -> Bool {
        switch (self, other) {
        case (.photo(let left, _, _), .photo(let right, _, _)): left == right
        case (.document(let left, _, _, _, _), .document(let right, _, _, _, _)): left == right
        case (.poll(let left), .poll(let right)): left == right
        case (.checklist(let left), .checklist(let right)): left == right
        case (.paid(let left), .paid(let right)): left == right
        case (.plain(let left), .plain(let right)): left.isEncodedEqual(to: right)
        default: false
        }
    }
}

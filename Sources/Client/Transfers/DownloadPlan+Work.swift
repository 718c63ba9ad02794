// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

// What a plan asks for, and how it ends.
extension DownloadPlan {
    /// One request for bytes.
    struct Piece: Hashable, Sendable {
        let index: Int
        let offset: Int64
        /// How many bytes are asked for; more than the file has left, where it ends.
        let limit: Int
    }

    /// Where a piece is asked for.
    enum Route: Hashable, Sendable {
        case origin(dataCenter: Int, allowsCDN: Bool)
        case cdn(CDNFile)
    }

    /// What the server said of a file on the content delivery network.
    struct CDNFile: Hashable, Sendable {
        let dataCenter: Int
        let token: [UInt8]
        let key: [UInt8]
        let vector: [UInt8]
    }

    /// Something to be done, several at a time.
    enum Work: Hashable, Sendable {
        case piece(Piece, Route, reference: Int)
        /// Ask for the checksums of the file from an offset on.
        case hashes(Int64, CDNFile?, dataCenter: Int)
        /// Have a file put on the content delivery network again.
        case reupload(CDNFile, token: [UInt8], dataCenter: Int)
        /// Get a file reference that is not out of date.
        case reference
    }

    enum Step: Hashable, Sendable {
        case start(Work)
        /// Nothing can be done before an event or a point in time.
        case wait(MonotonicTime?)
        case finished
        case failed(Failure)
    }

    /// Why there is no more to do.
    enum Failure: Hashable, Sendable {
        /// The last error of a call.
        case call
        case corrupt(Int64)
        case truncated(Int64)
    }
}

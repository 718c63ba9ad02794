// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension LocalServer {
    /// Lets all file references expire that clients have.
    public func expireFileReferences() {
        core.perform { $0.world.media.generation += 1 }
    }

    /// Lets the references of a message's file expire once a client has come so far in it.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - offset: At the first piece from there on, in bytes.
    public func expireFileReference(of message: LocalMessage, at offset: Int64) {
        core.perform { engine in
            switch message.media {
            case .photo(let id, _, _): engine.world.media.expiringAt[id] = offset
            case .document(let id, _, _, _, _): engine.world.media.expiringAt[id] = offset
            case .poll, .checklist, .paid, .plain, nil: break
            }
        }
    }

    /// Puts a file on the web that the server can fetch for clients.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - url: Its address.
    ///   - mimeType: Its MIME type.
    /// - Throws: ``RPCFailure`` if there is no room for it.
    public func addWebFile(_ bytes: [UInt8], at url: String, mimeType: String) throws {
        try core.perform { engine throws(RPCFailure) in
            engine.world.media.web[url] = .init(content: try FileContent(bytes), mimeType: mimeType)
        }
    }

    /// Moves the file of a message to another data centre.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - dataCenter: Where to.
    public func moveFile(of message: LocalMessage, to dataCenter: Int) {
        core.perform { engine in
            let id: Int64
            switch message.media {
            case .photo(let photo, _, _): id = photo
            case .document(let document, _, _, _, _): id = document
            case .poll, .checklist, .paid, .plain, nil: return
            }
            engine.world.media.files[id]?.dataCenter = dataCenter
        }
    }

    /// Loses a part of everything that clients are uploading.
    ///
    /// - Parameter index: The part.
    public func loseUploadedPart(_ index: Int) {
        core.perform { engine in
            for key in engine.world.media.uploads.keys { engine.world.media.uploads[key]?.lose(Int32(clamping: index)) }
        }
    }

    /// Sends clients that may go there to the content delivery network.
    ///
    /// The data centre of the network has to listen already; bots never go there.
    ///
    /// - Parameters:
    ///   - dataCenter: The data centre of the network; `nil` to leave it.
    ///   - leastSize: From which size on files are there, in bytes.
    public func serveFiles(byCDN dataCenter: Int?, from leastSize: Int64 = 0) {
        core.perform { engine in
            engine.world.media.cdn = dataCenter.map { CDNState(dataCenter: $0, leastSize: leastSize) }
        }
    }

    /// What goes wrong at the content delivery network.
    @nonexhaustive public enum CDNFault: Hashable, Sendable {
        /// The next pieces come damaged.
        case corruptPieces(Int)
        /// The next pieces have to be put there first (`upload.reuploadCdnFile`).
        case missingPieces(Int)
        /// The next requests are for files that are not known there any more.
        case lostTokens(Int)
    }

    /// Lets something go wrong at the content delivery network.
    ///
    /// - Parameter fault: What, and how often.
    public func inject(_ fault: CDNFault) {
        core.perform { engine in
            switch fault {
            case .corruptPieces(let count): engine.world.media.cdn?.corruptPieces = count
            case .missingPieces(let count): engine.world.media.cdn?.missingPieces = count
            case .lostTokens(let count): engine.world.media.cdn?.lostTokens = count
            }
        }
    }
}

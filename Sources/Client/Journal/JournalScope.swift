// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramTLTypes

/// The update that a task handles, or the scene that it runs, from which what it sends has its numbers.
final class JournalScope: Sendable {
    private let key: [UInt8]
    let entry: JournalEntry
    /// The scene, which keeps what it has sent.
    let scene: SceneJournal?
    private let known: [Int: [UInt8]]
    private let position = Lock(0)
    private let last = Lock<[UInt8]?>(nil)
    private var number: UInt64 { entry.number }
    /// How far the account's updates were when it came.
    var place: JournaledUpdate.Place? { entry.place }
    /// How often something was sent in this attempt, by its digest.
    private let occurrences = Lock<[[UInt8]: UInt32]>([:])
    /// The messages of earlier attempts that were found again.
    private let found = Lock<Set<FoundMessage>>([])

    /// A message; channels have numbers of their own.
    private struct FoundMessage: Hashable {
        let chat: PeerID
        let id: Int32
    }

    /// Begins an attempt.
    ///
    /// - Parameters:
    ///   - key: The journal's key.
    ///   - entry: The update.
    ///   - answers: What earlier attempts were answered, by the place of the question: the digest of what was sent last, and
    ///     the answer.
    init(key: [UInt8], entry: JournalEntry, answers: [Int: [UInt8]] = [:]) {
        self.key = key
        self.entry = entry
        known = answers
        scene = nil
    }

    /// Runs a scene, from its beginning.
    ///
    /// - Parameters:
    ///   - scene: What it keeps.
    ///   - run: Tells this run of the scene from all others.
    ///   - place: How far updates were handled before it sent what it does not keep.
    init(scene: SceneJournal, run: UInt64, place: JournaledUpdate.Place) {
        key = Array("scene".utf8)
        entry = {
            var entry = JournalEntry(number: run, share: 0)
            entry.place = place
            return entry
        }()
        known = [:]
        self.scene = scene
    }

    // MARK: Questions

    /// The place of the next question.
    func nextQuestion() -> Int {
        position.withLock { position in
            defer { position += 1 }
            return position
        }
    }

    /// The digest of what was sent last.
    var lastDigest: [UInt8]? { last.withLock { $0 } }

    /// The answer of an earlier attempt to a question, which is not sent again then.
    func answer(at step: Int, _ core: ClientCore) -> Message? {
        guard let bytes = known[step], bytes.count >= Self.digestLength,
            let update = JournaledUpdate(Array(bytes.dropFirst(Self.digestLength))),
            case .message(let message) = update.update(core)
        else { return nil }
        // What is asked in the same words later has the number that it would have had.
        let digest = Array(bytes.prefix(Self.digestLength))
        occurrences.withLock { $0[digest, default: 0] &+= 1 }
        return message
    }

    static let digestLength = 32

    /// Takes a message for one of those of earlier attempts.
    ///
    /// - Returns: Whether it was not taken yet.
    func take(_ id: Int32, in chat: PeerID) -> Bool {
        found.withLock { $0.insert(FoundMessage(chat: chat, id: id)).inserted }
    }

    /// The number of something that is sent.
    ///
    /// The same content to the same peer has the same number in each attempt to handle the update, and another one the
    /// second time within an attempt.
    ///
    /// - Parameter identity: What tells it from everything else: the method, the peer and the content.
    /// - Returns: The number.
    func randomID(for identity: [UInt8]) -> Int64 {
        let digest = SHA256.hash(of: identity)
        let occurrence = occurrences.withLock { occurrences in
            let count = occurrences[digest] ?? 0
            occurrences[digest] = count &+ 1
            return count
        }
        last.withLock { $0 = digest }
        let place =
            withUnsafeBytes(of: number.littleEndian) { Array($0) }
            + withUnsafeBytes(of: occurrence.littleEndian) { Array($0) }
        let code = HMAC<SHA256>.authenticationCode(for: place, digest, key: key)
        return code.withUnsafeBytes { Int64(littleEndian: $0.loadUnaligned(as: Int64.self)) }
    }
}

extension ClientCore {
    /// Numbers for what is sent: they derive from the update that the task handles, where there is a journal.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - peer: Where to.
    ///   - identity: The method and the content; the same in each attempt.
    /// - Returns: The numbers.
    /// - Throws: ``InvocationError`` if the peer is unknown.
    func randomIDs(
        _ count: Int = 1, to peer: PeerReference, _ identity: () -> [UInt8]
    ) async throws(InvocationError) -> [Int64] {
        guard let scope = CallContext.current.journal else { return (0..<count).map { _ in randomID() } }
        let target = try await resolve(peer)
        let place = withUnsafeBytes(of: (peerID(of: target)?.botAPI ?? 0).littleEndian) { Array($0) }
        let bytes = place + identity()
        return (0..<count).map { _ in scope.randomID(for: bytes) }
    }
}

extension SendPlan {
    /// What is sent, in a form that is the same in each attempt to send it.
    var identity: [UInt8] {
        guard let media = attached ?? media else { return (try? sendMessage(to: .empty, randomID: 0).encoded()) ?? [] }
        return (try? sendMedia(media.withoutUploadNames, to: .empty, randomID: 0).encoded()) ?? []
    }
}

extension TL.InputMedia {
    /// The media without what each upload and each look at the server gives anew: numbers of files, references.
    var withoutUploadNames: TL.InputMedia {
        switch self {
        case .uploadedPhoto(let photo):
            return .uploadedPhoto(
                .init(spoiler: photo.spoiler, file: photo.file.withoutName, ttlSeconds: photo.ttlSeconds))
        case .uploadedDocument(let document):
            return .uploadedDocument(
                .init(
                    nosoundVideo: document.nosoundVideo, forceFile: document.forceFile, spoiler: document.spoiler,
                    file: document.file.withoutName, thumb: document.thumb?.withoutName, mimeType: document.mimeType,
                    attributes: document.attributes, videoTimestamp: document.videoTimestamp,
                    ttlSeconds: document.ttlSeconds))
        case .photo(let photo):
            guard case .inputPhoto(let id) = photo.id else { return self }
            return .photo(
                .init(
                    spoiler: photo.spoiler,
                    id: .inputPhoto(.init(id: id.id, accessHash: id.accessHash, fileReference: [])),
                    ttlSeconds: photo.ttlSeconds))
        case .document(let document):
            guard case .inputDocument(let id) = document.id else { return self }
            return .document(
                .init(
                    spoiler: document.spoiler,
                    id: .inputDocument(.init(id: id.id, accessHash: id.accessHash, fileReference: [])),
                    videoTimestamp: document.videoTimestamp, ttlSeconds: document.ttlSeconds, query: document.query))
        case .paidMedia(let paid):
            return .paidMedia(
                .init(
                    starsAmount: paid.starsAmount, extendedMedia: paid.extendedMedia.map(\.withoutUploadNames),
                    payload: paid.payload))
        default: return self
        }
    }
}

extension TL.InputFile {
    fileprivate var withoutName: TL.InputFile {
        switch self {
        case .inputFile(let file):
            .inputFile(.init(id: 0, parts: file.parts, name: file.name, md5Checksum: file.md5Checksum))
        case .big(let file): .big(.init(id: 0, parts: file.parts, name: file.name))
        case .storyDocument: self
        }
    }
}

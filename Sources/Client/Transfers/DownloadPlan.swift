// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramMTSender
import FerogramTLTypes

/// What a download does next: pieces, repetitions, data centres, references, the content delivery network.
///
/// It has no connections and reads no clock. ``poll(now:)`` says what to do, and the results come back as events.
struct DownloadPlan: Sendable {
    /// How a piece was asked for.
    private struct UnderWay {
        let mark: TransferWindow.Mark
        let isFromOrigin: Bool
    }

    /// The size of the pieces of so many bytes.
    ///
    /// There are several pieces even of few bytes, so that one is read while the next is on its way, and not many calls. All
    /// sizes divide a mebibyte.
    private static func pieceSize(of count: Int64?) -> Int {
        guard let count, count <= 1 << 20 else { return 512 << 10 }
        return count <= 32 << 10 ? 32 << 10 : 128 << 10
    }

    let pieceSize: Int
    /// Which bytes are wanted; the end is where the file ends if that is not known.
    private(set) var range: Range<Int64>
    /// Whether the size of the file is known.
    private(set) var isSizeKnown: Bool
    private(set) var done = PartSet()
    private(set) var window: TransferWindow

    private var dataCenter: Int
    private var allowsCDN: Bool
    private var verifies: Bool
    private var cdn: CDNFile?
    private var cdnFailures = 0
    private var hashes = FileHashTable()
    private var isAskingHashes = false
    private var reuploads: Set<[UInt8]> = []
    private var pendingReuploads: [[UInt8]] = []

    private var next: Int
    private var lastIndex: Int
    private var repeats: [Piece] = []
    private var underWay: [Int: UnderWay] = [:]
    private var failures = 0
    private var resumeTime: MonotonicTime?
    private var reference = 0
    private var wantsReference = false
    private var isRefreshing = false
    private var refreshes = 0
    /// Whether a reference was refused that had just been refreshed; the pieces under way tell whether that is the end.
    private var isReferenceDoubtful = false
    private var failure: Failure?
    /// Where the file ends, as far as short answers say.
    private var end: Int64?
    /// For those who take the pieces in order: how far they have come.
    private var delivered: Int64?

    /// Creates a plan.
    ///
    /// - Parameters:
    ///   - range: Which bytes are wanted; an empty one of a file of unknown size means all of it.
    ///   - isSizeKnown: Whether the end of the range is known to be in the file.
    ///   - dataCenter: Where the file is, as far as is known.
    ///   - connections: How many connections there are at most.
    ///   - allowsCDN: Whether the content delivery network may have the file.
    ///   - verifies: Whether the server's checksums are asked for.
    ///   - isOrdered: Whether pieces are taken in order.
    ///   - pieceSize: The size of the pieces; `nil` for one that suits the range.
    ///   - done: The pieces that are there already.
    init(
        range: Range<Int64>, isSizeKnown: Bool, dataCenter: Int, connections: Int, allowsCDN: Bool = false,
        verifies: Bool = false, isOrdered: Bool = false, pieceSize: Int? = nil, done: PartSet = PartSet()
    ) {
        let count = range.upperBound - range.lowerBound
        let size = pieceSize ?? Self.pieceSize(of: isSizeKnown ? count : nil)
        self.pieceSize = size
        self.range = range
        self.isSizeKnown = isSizeKnown
        self.dataCenter = dataCenter
        self.allowsCDN = allowsCDN
        self.verifies = verifies
        self.done = done
        window = TransferWindow(connections: connections)
        next = Int(range.lowerBound / Int64(size))
        lastIndex = range.isEmpty ? (isSizeKnown ? next - 1 : .max) : Int((range.upperBound - 1) / Int64(size))
        delivered = isOrdered ? range.lowerBound : nil
    }

    // MARK: Steps

    mutating func poll(now: MonotonicTime) -> Step {
        if let failure { return underWay.isEmpty ? .failed(failure) : .wait(nil) }
        skipDone()
        if repeats.isEmpty, underWay.isEmpty, next > lastIndex { return .finished }
        if isReferenceDoubtful {
            guard underWay.isEmpty else { return .wait(nil) }
            isReferenceDoubtful = false
            failure = .call
            return .failed(.call)
        }
        if wantsReference, !isRefreshing {
            isRefreshing = true
            return .start(.reference)
        }
        if isRefreshing { return .wait(nil) }
        if let resumeTime, resumeTime > now { return .wait(resumeTime) }
        resumeTime = nil
        if let token = pendingReuploads.first, let cdn {
            guard !reuploads.contains(token) else { return .wait(nil) }
            reuploads.insert(token)
            return .start(.reupload(cdn, token: token, dataCenter: dataCenter))
        }
        guard let piece = repeats.first ?? nextPiece(), window.admits(piece.limit) else { return .wait(nil) }
        if let delivered, piece.offset >= delivered + Int64(window.size) + Int64(pieceSize), !underWay.isEmpty {
            return .wait(nil)
        }
        // Nobody knows where the file ends: asking far beyond it would be for nothing.
        if !isSizeKnown, end == nil, failures == 0, done.count < 2, !underWay.isEmpty { return .wait(nil) }
        if cdn != nil || verifies, !hashes.covers(piece.offset, upTo: wantedEnd(of: piece)) {
            guard !isAskingHashes else { return .wait(nil) }
            isAskingHashes = true
            return .start(.hashes(hashes.firstGap(from: piece.offset), cdn, dataCenter: dataCenter))
        }
        if repeats.isEmpty { next += 1 } else { repeats.removeFirst() }
        underWay[piece.index] = UnderWay(
            mark: window.sent(piece.limit, now: now), isFromOrigin: cdn == nil)
        let route = cdn.map { Route.cdn($0) } ?? .origin(dataCenter: dataCenter, allowsCDN: allowsCDN)
        return .start(.piece(piece, route, reference: reference))
    }

    /// Where the next piece comes from.
    var place: Int { cdn?.dataCenter ?? dataCenter }

    /// Whether no more pieces are asked for.
    var isOver: Bool {
        failure != nil || repeats.isEmpty && underWay.isEmpty && next > lastIndex
    }

    private mutating func skipDone() {
        while next <= lastIndex, done.contains(next) { next += 1 }
    }

    private func nextPiece() -> Piece? {
        next <= lastIndex ? Piece(index: next, offset: Int64(next) * Int64(pieceSize), limit: pieceSize) : nil
    }

    /// Where a piece ends that must have checksums.
    private func wantedEnd(of piece: Piece) -> Int64 {
        let whole = piece.offset + Int64(piece.limit)
        return isSizeKnown ? min(whole, max(range.upperBound, piece.offset + 1)) : piece.offset + 1
    }

    /// The checksums of what a piece brings.
    func hashes(of piece: Piece) -> [TL.FileHash] {
        cdn != nil || verifies ? hashes.entries(from: piece.offset, count: piece.limit) : []
    }

    /// Which bytes of the file are wanted.
    var wanted: WantedBytes {
        WantedBytes(start: range.lowerBound, end: isSizeKnown || !range.isEmpty ? range.upperBound : .max)
    }

    /// How many bytes are wanted altogether; `nil` if nobody knows.
    var total: Int64? { isSizeKnown ? range.upperBound - range.lowerBound : nil }

    /// How many of the wanted bytes are there already.
    var bytesDone: Int64 {
        done.elements.reduce(0) { sum, index in
            let offset = Int64(index) * Int64(pieceSize)
            return sum + Int64(wanted.part(of: offset, count: pieceSize).count)
        }
    }

    // MARK: Events

    /// The bytes of a piece are there and right.
    ///
    /// - Returns: Whether they are to be kept: those of a piece that came twice are not.
    mutating func received(_ piece: Piece, count: Int, now: MonotonicTime) -> Bool {
        guard let asked = underWay.removeValue(forKey: piece.index) else { return false }
        window.delivered(piece.limit, asked.mark, now: now)
        failures = 0
        cdnFailures = 0
        refreshes = 0
        // There is progress: another reference is worth a call.
        if isReferenceDoubtful { (isReferenceDoubtful, wantsReference) = (false, true) }
        if count < piece.limit {
            let place = piece.offset + Int64(count)
            if isSizeKnown, place < min(range.upperBound, piece.offset + Int64(piece.limit)) {
                failure = .truncated(place)
                return false
            }
            if !isSizeKnown {
                end = min(end ?? .max, place)
                lastIndex = min(lastIndex, piece.index)
                repeats.removeAll { $0.index > piece.index }
            }
        }
        done.insert(piece.index)
        return count > 0
    }

    /// Those who take the pieces in order have come so far.
    mutating func delivered(upTo offset: Int64) {
        if delivered != nil { delivered = offset }
    }

    /// The file is on the content delivery network.
    mutating func redirected(_ piece: Piece, to file: CDNFile, hashes list: [TL.FileHash]) {
        putBack(piece)
        guard allowsCDN else { return }
        if cdn?.token != file.token {
            cdn = file
            hashes = FileHashTable()
            pendingReuploads = []
            reuploads = []
        }
        hashes.insert(list)
    }

    /// The content delivery network has to get a piece first.
    mutating func needsReupload(_ piece: Piece, token: [UInt8]) {
        putBack(piece)
        guard cdn != nil else { return }
        if pendingReuploads.contains(token) || reuploads.contains(token) { return }
        pendingReuploads.append(token)
    }

    mutating func reuploaded(_ token: [UInt8], hashes list: [TL.FileHash]) {
        pendingReuploads.removeAll { $0 == token }
        reuploads.remove(token)
        hashes.insert(list)
    }

    /// Checksums have come.
    mutating func learned(_ list: [TL.FileHash], from offset: Int64) {
        isAskingHashes = false
        hashes.insert(list)
        guard !hashes.covers(offset, upTo: offset + 1) else { return }
        // What has no checksum is not taken from the network, and is taken unchecked from Telegram itself.
        if cdn != nil { leaveCDN() } else { verifies = false }
    }

    /// The bytes of a piece are wrong.
    mutating func corrupt(_ piece: Piece, now: MonotonicTime) {
        let isFromOrigin = underWay[piece.index]?.isFromOrigin ?? true
        putBack(piece)
        // What was under way at the network that was left says nothing of the data centre.
        if cdn == nil, !isFromOrigin { return }
        cdnFailures += 1
        if cdn != nil, cdnFailures >= 2 {
            leaveCDN()
        } else if cdn == nil, cdnFailures >= 3 {
            failure = .corrupt(piece.offset)
        }
    }

    /// Something failed.
    mutating func failed(_ work: Work, _ cause: PartFailure, now: MonotonicTime) {
        var usedReference: Int?
        switch work {
        case .piece(let piece, _, let reference):
            putBack(piece)
            usedReference = reference
        case .hashes: isAskingHashes = false
        case .reupload(_, let token, _): reuploads.remove(token)
        case .reference: isRefreshing = false
        }
        switch cause {
        case .flood(let wait):
            window.flooded()
            resumeTime = max(resumeTime ?? now, now + wait)
        case .trouble:
            failures += 1
            if failures > PartRetries.most {
                failure = .call
            } else {
                resumeTime = max(resumeTime ?? now, now + PartRetries.wait(after: failures))
            }
        case .migrate(let target):
            guard target != dataCenter else { break }
            failures += 1
            if failures > PartRetries.most { failure = .call }
            dataCenter = target
        case .staleReference:
            // Pieces that were asked for under an older reference say nothing about the one of now.
            if let usedReference, usedReference < reference { break }
            if refreshes >= 1 { isReferenceDoubtful = true } else { wantsReference = true }
        case .lostToken, .restart:
            if case .hashes(_, nil, _) = work {
                verifies = false
            } else if cdn != nil {
                leaveCDN()
            } else if isPieceAtOrigin(work) {
                // What was under way at the network that was left is asked for anew, and says nothing more.
                failure = .call
            }
        case .fatal:
            if case .hashes(_, nil, _) = work {
                verifies = false
            } else if !isPieceAtOrigin(work) {
                if cdn != nil { leaveCDN() }
            } else {
                failure = .call
            }
        }
    }

    private func isPieceAtOrigin(_ work: Work) -> Bool {
        if case .piece(_, .origin, _) = work { true } else { false }
    }

    /// There is a new reference.
    mutating func refreshed() {
        isRefreshing = false
        wantsReference = false
        refreshes += 1
        reference += 1
    }

    /// There is none.
    mutating func refreshFailed() {
        isRefreshing = false
        wantsReference = false
        failure = .call
    }

    private mutating func putBack(_ piece: Piece) {
        guard underWay.removeValue(forKey: piece.index) != nil else { return }
        window.lost(piece.limit)
        if piece.index <= lastIndex {
            let place = repeats.firstIndex { $0.index > piece.index } ?? repeats.endIndex
            repeats.insert(piece, at: place)
        }
    }

    /// Goes on at the data centre that has the file itself.
    private mutating func leaveCDN() {
        cdn = nil
        allowsCDN = false
        pendingReuploads = []
        reuploads = []
        hashes = FileHashTable()
        cdnFailures = 0
    }
}

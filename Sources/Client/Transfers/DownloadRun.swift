// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto
import FerogramMTSender
import FerogramTLTypes

/// Carries out the plan of one download.
struct DownloadRun {
    let core: ClientCore
    var source: FileSource
    var plan: DownloadPlan
    let sink: DownloadSink
    let control: TransferControl
    /// How many pieces may be under way at a time.
    let mostRequests: Int?

    /// How long a piece may take.
    private static let timeout = Duration.seconds(120)
    /// Files up to this size go over the connection for calls of all kinds, so that previews do not wait behind films.
    private static let smallFile: Int64 = 128 << 10

    private enum Outcome: Sendable {
        /// How many bytes came, and how many of them were wanted.
        case stored(Int, wanted: Int)
        /// Bytes that must go out in order.
        case bytes([UInt8], received: Int)
        case redirected(DownloadPlan.CDNFile, [TL.FileHash])
        case needsReupload([UInt8])
        case hashes([TL.FileHash])
        case reference([UInt8]?)
        case corrupt
        case failed(InvocationError)
        case broken(TransferError)
    }

    private enum Event: Sendable {
        case done(DownloadPlan.Work, Outcome)
        case tick
    }

    /// Runs until everything is there.
    ///
    /// - Throws: ``TransferError``.
    mutating func run() async throws(TransferError) {
        var order = PieceOrder(from: plan.range.lowerBound)
        var lastError: InvocationError?
        var run = self
        let failure: TransferError? = await withTaskGroup(of: Event.self) { group in
            var active = 0
            var pieces = 0
            var hasTimer = false
            defer {
                group.cancelAll()
                run.core.files.budget.release(pieces * run.plan.pieceSize)
            }
            while true {
                if Task.isCancelled { return .cancelled }
                if run.control.isPaused, active == 0 {
                    await run.control.waitWhilePaused()
                    continue
                }
                var waits = run.control.isPaused || run.mostRequests.map { pieces >= $0 } ?? false
                if !waits {
                    let size = run.plan.pieceSize
                    var room: TransferRoom?
                    if active > 0 || run.plan.isOver {
                        room = run.core.room(size, on: run.path)
                        waits = room == nil && !run.plan.isOver
                    } else {
                        room = await run.core.waitForRoom(size, on: run.path)
                        if room == nil { return .cancelled }
                    }
                    if !waits {
                        let step = run.plan.poll(now: run.core.configuration.time.now())
                        if case .start(.piece) = step { pieces += 1 } else { run.core.giveBack(room) }
                        switch step {
                        case .start(let work):
                            active += 1
                            run.start(work, room, in: &group)
                            continue
                        case .finished: return nil
                        case .failed(let failure): return run.error(failure, lastError)
                        case .wait(let time):
                            if let time, !hasTimer {
                                hasTimer = true
                                let sleep = run.core.configuration.time.sleep
                                group.addTask {
                                    try? await sleep(time)
                                    return .tick
                                }
                            }
                        }
                    }
                }
                guard let event = await group.next() else {
                    return .invocation(lastError ?? .disconnected)
                }
                guard case .done(let work, let outcome) = event else {
                    hasTimer = false
                    continue
                }
                active -= 1
                let error = await run.take(work, outcome, &order, &lastError)
                if case .piece = work {
                    pieces -= 1
                    run.core.files.budget.release(run.plan.pieceSize)
                }
                if let error { return error }
            }
        }
        self = run
        if let failure { throw failure }
    }

    /// The path of the next piece.
    private var path: TransferPath.Key {
        // What is here already says nothing of any data centre.
        let dataCenter = if case .bytes = source.place { -1 } else { plan.place }
        return .init(direction: .down, dataCenter: dataCenter, isSmall: isSmall)
    }

    private var isSmall: Bool { source.size.map { $0 <= Self.smallFile } ?? false }

    private func error(_ failure: DownloadPlan.Failure, _ last: InvocationError?) -> TransferError {
        switch failure {
        case .call: .invocation(last ?? .disconnected)
        case .corrupt(let offset): .corrupt(offset: offset)
        case .truncated(let offset): .truncated(expected: plan.range.upperBound, received: offset)
        }
    }

    // MARK: Events

    private mutating func take(
        _ work: DownloadPlan.Work, _ outcome: Outcome, _ order: inout PieceOrder, _ lastError: inout InvocationError?
    ) async -> TransferError? {
        let now = core.configuration.time.now()
        switch (work, outcome) {
        case (.piece(let piece, _, _), .stored(let count, let wanted)):
            if plan.received(piece, count: count, now: now) { control.add(Int64(wanted)) }
        case (.piece(let piece, _, _), .bytes(let bytes, let received)):
            guard plan.received(piece, count: received, now: now), case .ordered(let deliver) = sink else { break }
            order.insert(bytes, at: max(piece.offset, plan.range.lowerBound))
            while let next = order.pop() {
                plan.delivered(upTo: order.next)
                control.add(Int64(next.count))
                guard await deliver(next) else { return .cancelled }
            }
        case (.piece(let piece, _, _), .redirected(let file, let hashes)):
            plan.redirected(piece, to: file, hashes: hashes)
        case (.piece(let piece, _, _), .needsReupload(let token)): plan.needsReupload(piece, token: token)
        case (.piece(let piece, _, _), .corrupt): plan.corrupt(piece, now: now)
        case (.hashes(let offset, _, _), .hashes(let list)): plan.learned(list, from: offset)
        case (.reupload(_, let token, _), .hashes(let list)): plan.reuploaded(token, hashes: list)
        case (.reference, .reference(let reference)):
            guard let reference else {
                return .mediaChanged("what the file belongs to has another file now, or none: \(origin)")
            }
            source = source.with(reference: reference)
            plan.refreshed()
        case (.reference, .failed(let error)):
            plan.refreshFailed()
            // The refusal of the file says more than that of the refresh.
            lastError = lastError ?? error
        case (_, .failed(let error)):
            if error.isCancellation { return .cancelled }
            lastError = error
            if case .disconnected = error { return .invocation(error) }
            if case .sessionEnded = error { return .invocation(error) }
            plan.failed(work, PartFailure(error), now: now)
        case (_, .broken(let error)): return error
        default: return .invocation(.invalidResponse(method: "upload.getFile", nil))
        }
        return nil
    }

    private var origin: String { source.origin.map { "\($0)" } ?? "unknown" }

    // MARK: Work

    private func start(_ work: DownloadPlan.Work, _ room: TransferRoom?, in group: inout TaskGroup<Event>) {
        let (core, source, sink, wanted) = (core, source, sink, plan.wanted)
        switch work {
        case .piece(let piece, let route, _):
            let hashes = plan.hashes(of: piece)
            group.addTask {
                .done(work, await Self.fetch(piece, route, source, hashes, wanted, sink, core, room))
            }
        case .hashes(let offset, let cdn, let dataCenter):
            group.addTask { .done(work, await Self.askHashes(offset, cdn, dataCenter, source, core)) }
        case .reupload(let cdn, let token, let dataCenter):
            group.addTask {
                .done(
                    work,
                    await Self.outcome {
                        () async throws(InvocationError) in
                        .hashes(
                            try await core.transfer(
                                TL.upload.ReuploadCdnFile(fileToken: cdn.token, requestToken: token),
                                on: .media(dataCenter), timeout: Self.timeout))
                    })
            }
        case .reference:
            group.addTask {
                .done(
                    work,
                    await Self.outcome {
                        () async throws(InvocationError) in
                        guard let key = source.key, let origin = source.origin ?? core.files.origin(of: key) else {
                            throw .invalidArgument(
                                method: "upload.getFile",
                                "the file reference has expired, and nothing says where the file is")
                        }
                        return .reference(try await core.freshReference(of: key, from: origin))
                    })
            }
        }
    }

    private static func outcome(
        _ body: () async throws(InvocationError) -> Outcome
    ) async -> Outcome {
        do throws(InvocationError) { return try await body() } catch { return .failed(error) }
    }

    private static func askHashes(
        _ offset: Int64, _ cdn: DownloadPlan.CDNFile?, _ dataCenter: Int, _ source: FileSource, _ core: ClientCore
    ) async -> Outcome {
        await outcome { () async throws(InvocationError) in
            if let cdn {
                return .hashes(
                    try await core.transfer(
                        TL.upload.GetCdnFileHashes(fileToken: cdn.token, offset: offset), on: .media(dataCenter),
                        timeout: timeout))
            }
            guard case .file(let location) = source.place else { return .hashes([]) }
            return .hashes(
                try await core.transfer(
                    TL.upload.GetFileHashes(location: location, offset: offset), on: .media(dataCenter),
                    timeout: timeout))
        }
    }

    private static func fetch(
        _ piece: DownloadPlan.Piece, _ route: DownloadPlan.Route, _ source: FileSource, _ hashes: [TL.FileHash],
        _ wanted: WantedBytes, _ sink: DownloadSink, _ core: ClientCore, _ room: TransferRoom?
    ) async -> Outcome {
        var bytes: ArraySlice<UInt8>
        do throws(InvocationError) {
            switch try await request(piece, route, source, core) {
            case .bytes(let found): bytes = found
            case .other(let outcome):
                core.arrived(room, isDelivered: false)
                return outcome
            }
        } catch {
            core.arrived(room, isDelivered: false)
            return .failed(error)
        }
        core.arrived(room, isDelivered: true)
        // More than was asked for is no answer to the question.
        guard bytes.count <= piece.limit else {
            return .failed(.invalidResponse(method: "upload.getFile", nil))
        }
        if case .cdn(let file) = route {
            var plain = Array(bytes)
            guard decrypt(&plain, file, at: piece.offset) else { return .corrupt }
            bytes = plain[...]
        }
        if !hashes.isEmpty || isCDN(route), !FileHashTable.verify(Array(bytes), at: piece.offset, hashes) {
            return .corrupt
        }
        let part = wanted.part(of: piece.offset, count: bytes.count)
        let wantedBytes = bytes[(bytes.startIndex + part.lowerBound)..<(bytes.startIndex + part.upperBound)]
        switch sink {
        case .file(let file, let base, let checkpoint):
            do throws(TransferError) {
                try file.write(wantedBytes, at: piece.offset + Int64(part.lowerBound) - base)
            } catch {
                return .broken(error)
            }
            checkpoint?.add(piece.index)
            return .stored(bytes.count, wanted: part.count)
        case .ordered:
            return .bytes(Array(wantedBytes), received: bytes.count)
        }
    }

    private static func isCDN(_ route: DownloadPlan.Route) -> Bool {
        if case .cdn = route { true } else { false }
    }

    private static func decrypt(_ bytes: inout [UInt8], _ file: DownloadPlan.CDNFile, at offset: Int64) -> Bool {
        do throws(CryptoError) {
            var stream = try AESCTR(cdnKey: file.key, iv: file.vector, offset: UInt64(offset))
            stream.apply(&bytes)
            return true
        } catch {
            return false
        }
    }

    /// What a request for bytes comes to.
    private enum Answer {
        case bytes(ArraySlice<UInt8>)
        case other(Outcome)
    }

    private static func request(
        _ piece: DownloadPlan.Piece, _ route: DownloadPlan.Route, _ source: FileSource, _ core: ClientCore
    ) async throws(InvocationError) -> Answer {
        let limit = Int32(clamping: piece.limit)
        switch (route, source.place) {
        case (.cdn(let file), _):
            let answer = try await core.transfer(
                TL.upload.GetCdnFile(fileToken: file.token, offset: piece.offset, limit: limit),
                on: .cdn(file.dataCenter), timeout: timeout)
            switch answer {
            case .cdnFile(let file): return .bytes(file.bytes[...])
            case .reuploadNeeded(let need): return .other(.needsReupload(need.requestToken))
            }
        case (.origin(let dataCenter, let allowsCDN), .file(let location)):
            let isSmall = source.size.map { $0 <= smallFile } ?? false
            let answer = try await core.file(
                TL.upload.GetFile(
                    cdnSupported: allowsCDN, location: location, offset: piece.offset, limit: limit),
                on: isSmall ? .dataCenter(dataCenter) : .media(dataCenter), timeout: timeout)
            if let bytes = PartCalls.bytes(in: answer) { return .bytes(bytes) }
            switch try? TL.upload.File(decoding: Array(answer)) {
            case .file(let file)?: return .bytes(file.bytes[...])
            case .cdnRedirect(let redirect)?:
                return .other(
                    .redirected(
                        DownloadPlan.CDNFile(
                            dataCenter: Int(redirect.dcID), token: redirect.fileToken, key: redirect.encryptionKey,
                            vector: redirect.encryptionIv), redirect.fileHashes))
            case nil: throw .invalidResponse(method: "upload.getFile", nil)
            }
        case (.origin(let dataCenter, _), .web(let location)):
            let file = try await core.transfer(
                TL.upload.GetWebFile(location: location, offset: Int32(clamping: piece.offset), limit: limit),
                on: .media(dataCenter), timeout: timeout)
            return .bytes(file.bytes[...])
        case (.origin, .bytes(let bytes)):
            return .bytes(bytes.dropFirst(Int(clamping: piece.offset)).prefix(piece.limit))
        }
    }
}

extension ClientCore {
    /// Makes a call for a transfer, which sees to errors itself.
    func transfer<Function: TLFunction>(
        _ function: Function, on destination: CallDestination, timeout: Duration
    ) async throws(InvocationError) -> Function.Response {
        try await calls.invoke(function, on: destination, options: transferOptions(destination, timeout))
    }

    /// Asks for a piece of a file, and gives the answer as it came.
    func file(
        _ function: TL.upload.GetFile, on destination: CallDestination, timeout: Duration
    ) async throws(InvocationError) -> ArraySlice<UInt8> {
        let bytes: [UInt8]
        do throws(TLError) {
            bytes = try function.encoded()
        } catch {
            throw .invalidRequest(method: "upload.getFile", error)
        }
        return try await calls.transfer(
            bytes, of: TL.upload.GetFile.self, on: destination, options: transferOptions(destination, timeout))
    }

    /// The options of a call whose errors the transfer sees to itself.
    func transferOptions(_ destination: CallDestination, _ timeout: Duration) -> CallOptions {
        var options = CallOptions(timeout: timeout, retryPolicy: NoRetries())
        options.followsFiles = false
        // The content delivery network knows nobody, and files are the bot's own also while it acts for an account.
        if case .cdn = destination {} else { options.takeoutID = CallContext.current.takeoutID }
        return options
    }
}

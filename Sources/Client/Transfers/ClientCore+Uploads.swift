// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTSender
import FerogramTLTypes
import Foundation

extension ClientCore {
    /// How long the server keeps parts, with some reserve, in seconds.
    private static var partLife: Int64 { 55 * 60 }
    /// Files of at least this size are worth a checkpoint.
    private static var leastResumable: Int64 { 10 << 20 }
    /// How many bytes are hashed in one go: no other task waits long for that.
    private static var hashedAtOnce: Int { 16 << 10 }

    /// Uploads a file; what Telegram has already is none.
    func upload(_ file: InputFile, _ control: TransferControl) async throws(TransferError) -> UploadedFile {
        var uploaded: UploadedFile
        switch file.source {
        case .path(let path):
            let disk = try DiskFile(reading: path)
            uploaded = try await upload(
                .disk(disk), name: file.name ?? URL(filePath: path).lastPathComponent, path: path, control)
        case .data(let bytes):
            uploaded = try await upload(.memory(bytes), name: file.name ?? "file", path: nil, control)
        case .stream(let sequence, let size):
            uploaded = try await upload(sequence, size: size, name: file.name ?? "file", control)
        case .uploaded(let done):
            control.begin(at: done.size, total: done.size)
            uploaded = done
            uploaded.name = file.name ?? done.name
        case .url, .photo, .document:
            throw .unavailable("Telegram has the file already, or fetches it itself: there is nothing to upload")
        }
        files.learn(uploaded, now: configuration.time.now())
        return uploaded
    }

    private func connections(_ size: Int64?) -> Int {
        configuration.choices.transferLimits.connections(
            .up, size: size, fileConnections: configuration.fileConnections)
    }

    private func upload(
        _ source: UploadSource, name: String, path: String?, _ control: TransferControl
    ) async throws(TransferError) -> UploadedFile {
        let size = source.size
        guard size > 0 else { throw .empty }
        let limit = limits.limits.fileSize
        guard size <= limit else { throw .tooLarge(size: size, limit: limit) }
        let info = source.info(name: name)
        let connections = connections(size)
        var plan = UploadPlan(size: size, connections: connections)
        var fileID = randomID()
        var checkpoint: TransferCheckpoint?
        if plan.isBig, size >= Self.leastResumable, case .disk(let file) = source, let path, let folder = transferFolder
        {
            let place = "\(folder)/\(TransferCheckpoint.name("ul_", path))"
            (plan, fileID, checkpoint) = try resumed(plan, file, fileID, place, connections)
        }
        control.begin(at: min(size, Int64(plan.done.count) * Int64(plan.partSize)), total: size)
        let isBig = plan.isBig
        // While the server has the parts there is time for it.
        async let checksum: Result<String, TransferError> = isBig ? .success("") : Self.checksum(of: source)
        var run = UploadRun(
            core: self, plan: plan, fileID: fileID, source: .random(source), control: control,
            mostRequests: configuration.choices.transferLimits.requests(.up, connections: connections),
            checkpoint: checkpoint)
        try await run.run()
        checkpoint?.remove()
        return UploadedFile(
            id: run.fileID, size: size, name: name, info: info, partCount: plan.partCount ?? 0,
            partSize: plan.partSize, isBig: isBig, checksum: try await checksum.get(), source: source)
    }

    /// Goes on with an upload of the same file, if there was one lately.
    private func resumed(
        _ plan: UploadPlan, _ file: DiskFile, _ fileID: Int64, _ place: String, _ connections: Int
    ) throws(TransferError) -> (UploadPlan, Int64, TransferCheckpoint?) {
        let now = configuration.time.sinceEpoch().components.seconds
        let key = "\(account?.userID ?? 0) \(file.path) \(file.modified)"
        if let (known, done) = TransferCheckpoint.read(place), known.key == key, known.size == file.size,
            known.partSize == plan.partSize, let id = known.fileID, let begun = known.begun,
            (0..<Self.partLife).contains(now - begun)
        {
            let checkpoint = try TransferCheckpoint.begin(place, known, done: done.elements)
            return (
                UploadPlan(size: file.size, connections: connections, partSize: plan.partSize, done: done), id,
                checkpoint
            )
        }
        let header = TransferCheckpoint.Header(
            key: key, size: file.size, partSize: plan.partSize, fileID: fileID, begun: now)
        return (plan, fileID, try .begin(place, header))
    }

    /// The checksum of a small file, which tells the server of damage on the way.
    private static func checksum(of source: UploadSource) async -> Result<String, TransferError> {
        var hash = HashStream<MD5>()
        var offset: Int64 = 0
        while offset < source.size {
            // The parts go first.
            await Task.yield()
            if Task.isCancelled { return .failure(.cancelled) }
            let count = Int(min(Int64(hashedAtOnce), source.size - offset))
            let failure = withUnsafeTemporaryAllocation(byteCount: count, alignment: 16) { place in
                let failure = source.read(at: offset, into: place)
                if failure == nil { hash.update(UnsafeRawBufferPointer(place)) }
                return failure
            }
            if let failure { return .failure(failure) }
            offset += Int64(count)
        }
        return .success(hash.finish().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined())
    }

    private func upload(
        _ sequence: any ByteSequence, size: Int64?, name: String, _ control: TransferControl
    ) async throws(TransferError) -> UploadedFile {
        let limit = limits.limits.fileSize
        if let size {
            guard size > 0 else { throw .empty }
            guard size <= limit else { throw .tooLarge(size: size, limit: limit) }
            // Photos and other small files need a checksum, or at least the older method.
            if size <= UploadPlan.smallFile {
                return try await upload(.memory(try await collect(sequence, size)), name: name, path: nil, control)
            }
        }
        var reader = PartReader(sequence, partSize: UploadPlan.largestPart)
        if size == nil {
            // Only a large file may be sent before its length is known.
            try await reader.fill(Int(UploadPlan.smallFile) + 1)
            if reader.isOver, reader.buffer.count <= Int(UploadPlan.smallFile) {
                return try await upload(.memory(reader.buffer), name: name, path: nil, control)
            }
        }
        let connections = connections(size)
        control.begin(at: 0, total: size)
        var run = UploadRun(
            core: self, plan: UploadPlan(size: nil, connections: connections, partSize: UploadPlan.largestPart),
            fileID: randomID(), source: .stream(reader), control: control,
            mostRequests: configuration.choices.transferLimits.requests(.up, connections: connections),
            checkpoint: nil)
        try await run.run()
        let total = run.plan.size ?? 0
        if let size, size != total {
            throw .source("the stream has \(total) bytes, not the \(size) that were promised")
        }
        return UploadedFile(
            id: run.fileID, size: total, name: name, info: FileInfo(MemoryWindow(run.head[...]), name: name),
            partCount: run.plan.partCount ?? 0, partSize: run.plan.partSize, isBig: true, checksum: "", source: nil)
    }

    private func collect(_ sequence: any ByteSequence, _ size: Int64) async throws(TransferError) -> [UInt8] {
        var reader = PartReader(sequence, partSize: Int(size))
        let bytes = try await reader.next()
        guard bytes.count == Int(size), try await reader.next().isEmpty else {
            throw .source("the stream does not have the \(size) bytes that were promised")
        }
        return bytes
    }

    /// Sends a part again that the server has lost.
    ///
    /// - Returns: Whether it could be read again.
    func sendAgain(_ part: Int, of upload: UploadedFile) async throws(TransferError) -> Bool {
        guard let source = upload.source, part >= 0 else { return false }
        let offset = Int64(part) * Int64(upload.partSize)
        guard offset < upload.size else { return false }
        let call = try PartCalls.save(
            part, of: upload.id, total: upload.isBig ? Int32(clamping: upload.partCount) : nil,
            count: Int(min(Int64(upload.partSize), upload.size - offset))
        ) { source.read(at: offset, into: $0) }
        do throws(InvocationError) {
            try await sendPart(call, isBig: upload.isBig, isSmall: false, timeout: .seconds(120))
        } catch {
            throw .invocation(error)
        }
        return true
    }
}

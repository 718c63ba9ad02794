// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramSession
import FerogramTLTypes
import Foundation

extension ClientCore {
    /// Files with at least so many pieces are worth a checkpoint.
    private static var leastPieces: Int64 { 4 }

    /// The folder in which transfers note how far they are: beside the session, if that is on disk.
    var transferFolder: String? {
        guard let storage = configuration.storage as? FileSessionStorage else { return nil }
        let folder = URL(filePath: storage.path).deletingLastPathComponent().appending(path: ".ferogram-transfers")
        let path = folder.path(percentEncoded: false)
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return DiskFile.exists(path) ? path : nil
    }

    private func prepared(_ item: some Downloadable) throws(TransferError) -> FileSource {
        guard var source = item.fileSource else { throw .unavailable("there is no file to download") }
        if let key = source.key, let reference = files.reference(of: key) { source = source.with(reference: reference) }
        return source
    }

    private func plan(
        for source: FileSource, _ options: TransferOptions, isOrdered: Bool, pieceSize: Int? = nil,
        done: PartSet = PartSet()
    ) -> DownloadPlan {
        let size = source.size.flatMap { $0 > 0 ? $0 : nil }
        let wanted = options.range.map { range in
            max(0, range.lowerBound)..<max(0, range.lowerBound, min(range.upperBound, size ?? .max))
        }
        var dataCenter = source.dataCenter ?? homeDataCenter
        if case .web = source.place { dataCenter = limits.webFileDataCenter ?? dataCenter }
        let isTelegram = if case .file = source.place { true } else { false }
        return DownloadPlan(
            range: wanted ?? 0..<(size ?? 0),
            // A range that somebody asks for ends with the file at the latest, if nobody knows where that is.
            isSizeKnown: size != nil, dataCenter: dataCenter, connections: connections(source.size),
            // The network's methods are closed to bots.
            allowsCDN: options.allowsCDN && isTelegram && account?.isBot == false,
            verifies: options.verifiesChecksums && isTelegram, isOrdered: isOrdered, pieceSize: pieceSize, done: done)
    }

    private func connections(_ size: Int64?) -> Int {
        configuration.choices.transferLimits.connections(
            .down, size: size, fileConnections: configuration.fileConnections)
    }

    private func mostRequests(_ size: Int64?) -> Int? {
        configuration.choices.transferLimits.requests(.down, connections: connections(size))
    }

    // MARK: To memory

    func download(
        _ item: some Downloadable, _ options: TransferOptions, _ control: TransferControl,
        _ deliver: @escaping @Sendable ([UInt8]) async -> Bool
    ) async throws(TransferError) {
        let source = try prepared(item)
        var run = DownloadRun(
            core: self, source: source, plan: plan(for: source, options, isOrdered: true), sink: .ordered(deliver),
            control: control, mostRequests: mostRequests(source.size))
        control.begin(at: 0, total: run.plan.total)
        // A range of a file of unknown length is cut here.
        try await run.run()
    }

    // MARK: To a file

    /// Where a download goes: a name in a folder, or a file.
    private func destination(
        _ url: URL, _ source: FileSource, _ options: TransferOptions
    ) throws(TransferError) -> String {
        var path = url.path(percentEncoded: false)
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if (exists && isFolder.boolValue) || url.hasDirectoryPath {
            guard exists, isFolder.boolValue else {
                throw .file(FileFailure("open", path, code: ENOENT, text: "there is no such folder"))
            }
            let folder = path.hasSuffix("/") ? path : path + "/"
            path = folder + source.fileName
        }
        guard !options.overwrites else { return path }
        let folder = URL(filePath: path).deletingLastPathComponent()
        let name = FileName.unused(URL(filePath: path).lastPathComponent) { name in
            DiskFile.exists(folder.appending(path: name).path(percentEncoded: false))
        }
        return folder.appending(path: name).path(percentEncoded: false)
    }

    func download(
        _ item: some Downloadable, to url: URL, _ options: TransferOptions, _ control: TransferControl
    ) async throws(TransferError) -> URL {
        guard url.isFileURL else { throw .unavailable("a download goes to a file, not to \(url.scheme ?? "?"):") }
        let source = try prepared(item)
        let path = try destination(url, source, options)
        let target = URL(filePath: path)
        let folder = target.deletingLastPathComponent().path(percentEncoded: false)
        guard DiskFile.exists(folder) else {
            let text = "the folder \(folder) does not exist; create it first"
            throw .file(FileFailure("open", path, code: ENOENT, text: text))
        }
        let part = target.deletingLastPathComponent().appending(path: ".\(target.lastPathComponent).ferogram-part")
            .path(percentEncoded: false)
        guard files.begin(part) else {
            throw .file(FileFailure("open", part, code: EBUSY, text: "another download writes to it"))
        }
        defer { files.end(part) }
        let checkpointPath = checkpoint(for: source, options, path, part)
        do throws(TransferError) {
            try await download(source, options, to: part, checkpointPath, control)
            try DiskFile.rename(part, to: path)
        } catch {
            // What cannot be got from there any more is no beginning of anything.
            if !options.keepsPartialFile || checkpointPath == nil {
                DiskFile.remove(part)
                if let checkpointPath { DiskFile.remove(checkpointPath) }
            }
            throw error
        }
        if let checkpointPath { DiskFile.remove(checkpointPath) }
        return target
    }

    /// Where a download notes how far it is; `nil` if it is not worth it.
    private func checkpoint(
        for source: FileSource, _ options: TransferOptions, _ path: String, _ part: String
    ) -> String? {
        guard let size = source.size, size >= Self.leastPieces * 512 << 10, source.key != nil else { return nil }
        let name = TransferCheckpoint.name("dl_", path)
        return transferFolder.map { "\($0)/\(name)" } ?? part + ".done"
    }

    private func download(
        _ source: FileSource, _ options: TransferOptions, to part: String, _ checkpointPath: String?,
        _ control: TransferControl
    ) async throws(TransferError) {
        var plan = plan(for: source, options, isOrdered: false)
        var checkpoint: TransferCheckpoint?
        var file: DiskFile?
        if let checkpointPath, let key = source.key {
            let header = TransferCheckpoint.Header(
                key: "\(key.kind) \(key.id) \(source.thumbnailType) \(options.range.map { "\($0)" } ?? "")",
                size: source.size ?? 0, partSize: plan.pieceSize)
            var done = PartSet()
            if let (known, parts) = TransferCheckpoint.read(checkpointPath), known == header, DiskFile.exists(part) {
                done = parts
                plan = self.plan(for: source, options, isOrdered: false, pieceSize: plan.pieceSize, done: done)
                file = try DiskFile(writing: part, isNew: false)
            }
            checkpoint = try .begin(checkpointPath, header, done: done.elements)
        }
        let output: DiskFile
        if let file { output = file } else { output = try DiskFile(writing: part, isNew: true) }
        control.begin(at: plan.bytesDone, total: plan.total)
        var run = DownloadRun(
            core: self, source: source, plan: plan,
            sink: .file(output, base: plan.range.lowerBound, checkpoint), control: control,
            mostRequests: mostRequests(source.size))
        try await run.run()
        if let total = plan.total { try output.truncate(to: total) }
        if options.synchronizes { try output.synchronize() }
    }
}

extension FileSource {
    /// The letter of the size that is meant.
    fileprivate var thumbnailType: String {
        guard case .file(let location) = place else { return "" }
        switch location {
        case .photo(let photo): return photo.thumbSize
        case .document(let document): return document.thumbSize
        default: return ""
        }
    }
}

// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

// Any call may name files: what the server refuses about them is mended here, whatever the call is.
extension ClientCore {
    /// How often one call is mended because parts of uploads are missing.
    private static var mostMissingParts: Int { 16 }

    /// Makes a call again after its files were named anew, or missing parts of them were sent again.
    ///
    /// - Parameters:
    ///   - function: The call.
    ///   - error: Why the server refused it.
    ///   - call: Makes the call that it is given.
    /// - Returns: The answer.
    /// - Throws: The error of the last attempt.
    func repaired<Function: TLFunction>(
        _ function: Function, after error: InvocationError,
        _ call: (WrittenCall<Function>) async throws(InvocationError) -> Function.Response
    ) async throws(InvocationError) -> Function.Response {
        // Transfers mend their own calls.
        guard let first = error.rpcError, first.isRepairable, let bytes = try? function.encoded() else { throw error }
        var written = bytes
        var error = error
        var hasRefreshed = false
        for _ in 0..<Self.mostMissingParts {
            guard let refusal = error.rpcError else { throw error }
            if refusal.isStaleReference {
                guard !hasRefreshed, let fresh = try await refreshed(written, after: refusal) else { throw error }
                hasRefreshed = true
                written = fresh
            } else if let part = refusal.missingPart {
                guard try await sendAgain(part, of: NamedFiles.uploads(in: written)) else { throw error }
            } else {
                throw error
            }
            do throws(InvocationError) {
                return try await call(WrittenCall(bytes: written))
            } catch let next {
                error = next
            }
        }
        throw error
    }

    /// Names the files of a call by references of now.
    ///
    /// - Returns: The call; `nil` if nothing is known that would help.
    private func refreshed(_ call: [UInt8], after error: RPCError) async throws(InvocationError) -> [UInt8]? {
        let named = NamedFiles.references(in: call) { files.origin(of: $0) != nil }
        // The number in the error counts the files of the call; not all of them may be known.
        let isWhole = error.value.map { !named.indices.contains($0) } ?? true
        let chosen = isWhole ? named : error.value.map { [named[$0]] } ?? named
        var changes: [(Range<Int>, [UInt8])] = []
        for file in chosen {
            guard let origin = files.origin(of: file.key) else { continue }
            guard let reference = try await freshReference(of: file.key, from: origin) else { return nil }
            changes.append((file.range, reference))
        }
        return changes.isEmpty ? nil : NamedFiles.replacing(changes, in: call)
    }

    private func sendAgain(_ part: Int, of uploads: [Int64]) async throws(InvocationError) -> Bool {
        var hasSent = false
        for upload in uploads.compactMap({ files.upload($0) }) where part < upload.partCount {
            do throws(TransferError) {
                if try await self.sendAgain(part, of: upload) { hasSent = true }
            } catch {
                throw error.invocationError
            }
        }
        return hasSent
    }
}

extension RPCError {
    fileprivate var isRepairable: Bool { isStaleReference || missingPart != nil }

    /// The part of an upload that the server does not have.
    fileprivate var missingPart: Int? {
        name == .filePartXMissing ? value : nil
    }
}

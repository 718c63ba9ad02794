// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLock
import FerogramMTProto
import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    /// How often one call follows the server to another data centre.
    private static var maximumMigrations: Int { 5 }

    /// Calls a method at the account's data centre.
    func invoke<Function: TLFunction>(
        _ function: Function, timeout: Duration? = nil
    ) async throws(InvocationError) -> Function.Response {
        let request = try Request(function)
        let deadline = deadline(timeout)
        var target: Int?
        for _ in 0..<Self.maximumMigrations {
            do throws(InvocationError) {
                let bytes =
                    if let target {
                        try await call(request, at: target, deadline)
                    } else {
                        try await sender(for: homeDataCenter).invoke(
                            request.call, method: request.method, deadline: deadline)
                    }
                return try request.decode(bytes)
            } catch {
                guard let error = error.rpcError, let next = error.migrationTarget, next != error.dataCenter else {
                    throw error
                }
                switch error.name {
                case .fileMigrate, .statsMigrate: target = next
                default: moveHome(to: next)
                }
            }
        }
        throw .rpc(
            RPCError(code: 500, message: "TOO_MANY_MIGRATIONS", method: request.name, dataCenter: homeDataCenter))
    }

    /// Calls a method at any data centre, as the same account.
    func invoke<Function: TLFunction>(
        _ function: Function, onDC dataCenter: Int, timeout: Duration? = nil
    ) async throws(InvocationError) -> Function.Response {
        let request = try Request(function)
        return try request.decode(try await call(request, at: dataCenter, deadline(timeout)))
    }

    private func deadline(_ timeout: Duration?) -> MonotonicTime? {
        (timeout ?? configuration.requestTimeout).map { time.now() + $0 }
    }

    private func call<Function: TLFunction>(
        _ request: Request<Function>, at dataCenter: Int, _ deadline: MonotonicTime?
    ) async throws(InvocationError) -> ArraySlice<UInt8> {
        let sender = try sender(for: dataCenter)
        if dataCenter != homeDataCenter, account != nil { try await authorize(sender, dataCenter, deadline) }
        return try await sender.invoke(request.call, method: request.method, deadline: deadline)
    }

    /// Takes the account to another data centre, once.
    private func authorize(
        _ sender: Sender, _ dataCenter: Int, _ deadline: MonotonicTime?
    ) async throws(InvocationError) {
        let gate = state.withLock { state -> AsyncSemaphore? in
            if state.session.isAuthorized(at: dataCenter) { return nil }
            let gate = state.authorizing[dataCenter] ?? AsyncSemaphore(1)
            state.authorizing[dataCenter] = gate
            return gate
        }
        guard let gate else { return }
        do { try await gate.acquire() } catch { throw .cancelled }
        defer { gate.release() }
        if state.withLock({ $0.session.isAuthorized(at: dataCenter) }) { return }
        let exported = try await invoke(TL.auth.ExportAuthorization(dcID: Int32(clamping: dataCenter)))
        let request = try Request(TL.auth.ImportAuthorization(id: exported.id, bytes: exported.bytes))
        _ = try request.decode(
            try await sender.invoke(request.call, method: request.method, deadline: deadline))
        update { $0.change(.isAuthorized(true, dataCenter: dataCenter)) }
    }
}

/// A call as the sender takes it, and the type of its answer.
struct Request<Function: TLFunction> {
    let call: OutgoingCall
    let method: UInt32

    var name: String { TL.name(ofConstructor: method) ?? "0x" + String(method, radix: 16) }

    init(_ function: Function) throws(InvocationError) {
        let bytes: [UInt8]
        do {
            bytes = try function.encoded()
        } catch {
            throw .invalidRequest(method: TL.name(ofConstructor: Function.constructorID) ?? "\(Function.self)", error)
        }
        guard bytes.count >= 4, bytes.count.isMultiple(of: 4) else {
            throw .invalidRequest(
                method: "\(Function.self)", TLError(.unexpectedEnd, offset: bytes.count, context: "a call"))
        }
        method = bytes.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) }
        call = OutgoingCall(body: bytes, repetition: CallRepetition.of(method))
    }

    func decode(_ bytes: ArraySlice<UInt8>) throws(InvocationError) -> Function.Response {
        let result = bytes.withUnsafeBytes { buffer in
            TLReader.read(buffer: buffer) { reader throws(TLError) in
                let response = try Function.Response(from: &reader)
                try reader.finish()
                return response
            }
        }
        switch result {
        case .success(let response): return response
        case .failure(let error): throw .invalidResponse(method: name, error)
        }
    }
}

extension ClientConfiguration {
    /// What stands before the first calls of a session: who we are, and which layer of the schema we speak.
    var initialization: [UInt8]? {
        let connection = TL.InitConnection(
            apiID: apiID, deviceModel: device.model, systemVersion: device.systemVersion, appVersion: device.appVersion,
            systemLangCode: device.systemLanguage, langPack: "", langCode: device.language,
            query: TLRawFunction(bytes: []))
        return try? TL.InvokeWithLayer(layer: Int32(TL.layer), query: connection).encoded()
    }
}

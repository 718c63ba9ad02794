// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLFunctions
import FerogramTLTypes

extension Engine {
    /// What a call is wrapped in.
    struct Wrapping {
        var layer: Int32?
        /// The wrappers that change how a call runs, the outermost first.
        var names: [String] = []
        /// What the client says of itself, if it does.
        var introduction: [String]?
        var wantsUpdates = true
        /// The messages after which it runs.
        var after: [MessageID] = []
        /// The takeout that it belongs to.
        var takeout: Int64?
        /// The connection of the person in whose name a bot calls.
        var businessConnection: String?
    }

    /// How deep wrappers may be nested.
    private static let deepestWrapping = 8
    /// How many characters are remembered of each thing that a client says of itself.
    private static let longestIntroduction = 64

    /// The name for what the server does not have.
    ///
    /// The code is 400 and not 501, because clients take codes from 500 on for passing troubles and call again.
    static let notImplemented = RPCFailure(400, TLErrorName(rawValue: "METHOD_NOT_IMPLEMENTED"))

    /// Runs a call that came in a session.
    mutating func run(_ body: ArraySlice<UInt8>, _ call: PendingCall) {
        do throws(RPCFailure) {
            ordered.began(call)
            let (function, wrapping) = try unwrapOrReport(body)
            if try waits(body, call, for: wrapping.after) { return }
            let name = TL.name(ofConstructor: type(of: function).constructorID) ?? "?"
            record(function, wrapping, call)
            if let failure = drawFault(of: call, name) {
                report.failed(name, failure)
                throw failure
            }
            report.calls[name, default: 0] += 1
            do throws(RPCFailure) {
                if let object = try run(function, wrapping, call) { settle(call, with: .success(object)) }
            } catch {
                if error == Self.notImplemented { report.unimplemented[name, default: 0] += 1 }
                report.failed(name, error)
                throw error
            }
        } catch {
            settle(call, with: .failure(error))
        }
    }

    /// The layers that clients may speak.
    static let servedLayers: Set<Int32> = [EarlierLayer.number, TL.layer]

    private static let inputLayerInvalid = TLErrorName(rawValue: "INPUT_LAYER_INVALID")

    /// Unwraps a call; what cannot be read goes into the report.
    private mutating func unwrapOrReport(
        _ body: ArraySlice<UInt8>
    ) throws(RPCFailure) -> (any TLDecodableFunction, Wrapping) {
        do throws(RPCFailure) {
            return try Self.unwrap(body)
        } catch {
            note(Self.flaw(of: body))
            throw error
        }
    }

    private mutating func note(_ flaw: Flaw) {
        switch flaw {
        case .layer(let layer):
            guard report.refused(layer) else { return }
            let served = Self.servedLayers.sorted().map { String($0) }.joined(separator: " and ")
            log("a client speaks layer \(layer) and was refused; the server speaks \(served)")
        case .arguments(let method, let reason): report.couldNotRead(method, reason)
        }
    }

    /// What is wrong with a call that cannot be unwrapped.
    private enum Flaw {
        case layer(Int32)
        case arguments(method: String, reason: String)
    }

    private static func flaw(of body: ArraySlice<UInt8>) -> Flaw {
        var body = body
        var budget = SessionLimits.unpackedObject
        for _ in 0..<deepestWrapping {
            guard let unpacked = try? PackedObject.unpack(body, budget: &budget) else { break }
            let id = unpacked.uint32(at: unpacked.startIndex)
            let name = id.flatMap { TL.name(ofConstructor: $0) } ?? id.map { "0x" + String($0, radix: 16) } ?? "?"
            do throws(TLError) {
                switch try LenientInput.read(unpacked) {
                case let wrapper as TL.InvokeWithLayer<TLRawFunction>:
                    guard servedLayers.contains(wrapper.layer) else { return .layer(wrapper.layer) }
                    body = wrapper.query.bytes[...]
                case let wrapper as TL.InitConnection<TLRawFunction>: body = wrapper.query.bytes[...]
                case let wrapper as TL.InvokeWithoutUpdates<TLRawFunction>: body = wrapper.query.bytes[...]
                case let wrapper as TL.InvokeAfterMsg<TLRawFunction>: body = wrapper.query.bytes[...]
                case let wrapper as TL.InvokeAfterMsgs<TLRawFunction>: body = wrapper.query.bytes[...]
                case let wrapper as TL.InvokeWithTakeout<TLRawFunction>: body = wrapper.query.bytes[...]
                case let wrapper as TL.InvokeWithMessagesRange<TLRawFunction>: body = wrapper.query.bytes[...]
                default: return .arguments(method: name, reason: "no method has this id")
                }
            } catch {
                return .arguments(method: name, reason: error.description)
            }
        }
        return .arguments(method: "?", reason: "wrapped too deep or packed too densely")
    }

    static func unwrap(
        _ body: ArraySlice<UInt8>
    ) throws(RPCFailure) -> (any TLDecodableFunction, Wrapping) {
        var wrapping = Wrapping()
        var body = body
        var budget = SessionLimits.unpackedObject
        for _ in 0..<deepestWrapping {
            guard let unpacked = try? PackedObject.unpack(body, budget: &budget) else { throw .bad(.inputFetchError) }
            guard let function = try read(unpacked) else { throw .bad(.inputMethodInvalid) }
            switch function {
            case let wrapper as TL.InvokeWithLayer<TLRawFunction>:
                wrapping.layer = wrapper.layer
                guard servedLayers.contains(wrapper.layer) else { throw .bad(inputLayerInvalid) }
                body = wrapper.query.bytes[...]
            case let wrapper as TL.InitConnection<TLRawFunction>:
                wrapping.introduction = [
                    wrapper.deviceModel, wrapper.systemVersion, wrapper.appVersion, wrapper.langCode,
                ].map { String($0.prefix(longestIntroduction)) }
                body = wrapper.query.bytes[...]
            case let wrapper as TL.InvokeWithoutUpdates<TLRawFunction>:
                wrapping.wantsUpdates = false
                wrapping.names.append("invokeWithoutUpdates")
                body = wrapper.query.bytes[...]
            case let wrapper as TL.InvokeAfterMsg<TLRawFunction>:
                wrapping.after.append(MessageID(rawValue: wrapper.msgID))
                wrapping.names.append("invokeAfterMsg")
                body = wrapper.query.bytes[...]
            case let wrapper as TL.InvokeAfterMsgs<TLRawFunction>:
                wrapping.after += wrapper.msgIDs.map { MessageID(rawValue: $0) }
                wrapping.names.append("invokeAfterMsgs")
                body = wrapper.query.bytes[...]
            case let wrapper as TL.InvokeWithTakeout<TLRawFunction>:
                wrapping.takeout = wrapper.takeoutID
                wrapping.names.append("invokeWithTakeout")
                body = wrapper.query.bytes[...]
            case let wrapper as TL.InvokeWithBusinessConnection<TLRawFunction>:
                wrapping.businessConnection = wrapper.connectionID
                wrapping.names.append("invokeWithBusinessConnection")
                body = wrapper.query.bytes[...]
            case let wrapper as TL.InvokeWithMessagesRange<TLRawFunction>:
                wrapping.names.append("invokeWithMessagesRange")
                body = wrapper.query.bytes[...]
            default: return (function, wrapping)
            }
        }
        throw .bad(.inputFetchError)
    }

    private static func read(_ body: ArraySlice<UInt8>) throws(RPCFailure) -> (any TLDecodableFunction)? {
        do throws(TLError) {
            return try LenientInput.read(body)
        } catch {
            throw .bad(.inputFetchError)
        }
    }

    private mutating func run(
        _ function: any TLDecodableFunction, _ wrapping: Wrapping, _ pending: PendingCall
    ) throws(RPCFailure) -> ServerObject? {
        let owner = owner(of: pending.origin.authKeyID)
        if let bind = function as? TL.auth.BindTempAuthKey { return ServerObject(try self.bind(bind, pending)) }
        guard let owner else { throw RPCFailure(401, .authKeyPermEmpty) }
        if let layer = wrapping.layer {
            report.spoke(layer)
            updateKey(owner) { $0.layer = layer }
        }
        if let introduction = wrapping.introduction {
            updateKey(owner) { key in
                key.isInitialized = true
                key.introduction = introduction
            }
        }
        guard keys[owner]?.isInitialized ?? false else { throw .bad(.connectionNotInited) }
        let id = type(of: function).constructorID
        // The content delivery network has files and nothing else.
        if cdnKeys[pending.dataCenter] != nil, id != TL.upload.GetCdnFile.constructorID { throw .bad(.methodInvalid) }
        let account = keys[owner]?.account.flatMap { world[$0] }
        if let takeout = wrapping.takeout, account?.settings.takeout != takeout { throw .bad(.takeoutInvalid) }
        let call = Call(pending: pending, owner: owner, account: account)
        if overridden.contains(id) {
            if wrapping.wantsUpdates, account != nil { subscribe(pending.origin) }
            handOver(pending, function)
            return nil
        }
        if let connection = wrapping.businessConnection {
            return ServerObject(try run(function, inNameOf: connection, call))
        }
        guard let method = methods[id] else { throw Self.notImplemented }
        try check(method.access, call)
        let object = try method.body(function, call, &self)
        if wrapping.wantsUpdates, keys[owner]?.account != nil { subscribe(pending.origin) }
        return object
    }

    /// Runs the built-in method, for handlers that only look at a call.
    mutating func runStandard(_ function: any TLFunction, _ pending: PendingCall) -> Result<[UInt8], RPCFailure>? {
        do throws(RPCFailure) {
            guard let function = function as? any TLDecodableFunction,
                let method = methods[type(of: function).constructorID]
            else { throw Self.notImplemented }
            let owner = owner(of: pending.origin.authKeyID)
            let account = owner.flatMap { keys[$0]?.account }.flatMap { world[$0] }
            let call = Call(pending: pending, owner: owner, account: account)
            try check(method.access, call)
            defer { deliver() }
            return try method.body(function, call, &self).map { .success($0.bytes) }
        } catch {
            return .failure(error)
        }
    }

    private func check(_ access: MethodTable.Access, _ call: Call) throws(RPCFailure) {
        guard access != .anyone else { return }
        let account = try Caller(call).account
        if access == .anywhere { return }
        if account.dataCenter != call.dataCenter {
            throw RPCFailure(303, .userMigrate, value: account.dataCenter)
        }
        if access == .person, account.isBot { throw .bad(.botMethodInvalid) }
        if access == .bot, !account.isBot { throw .bad(.userBotRequired) }
    }

    /// Binds the temporary key of the connection; see core.telegram.org/method/auth.bindTempAuthKey.
    private mutating func bind(
        _ request: TL.auth.BindTempAuthKey, _ pending: PendingCall
    ) throws(RPCFailure) -> [UInt8] {
        let temporary = pending.origin.authKeyID
        guard let key = keys[temporary], key.expiresAt != nil else { throw .bad(.encryptedMessageInvalid) }
        guard let permanent = keys[request.permAuthKeyID], permanent.expiresAt == nil,
            permanent.dataCenter == key.dataCenter
        else { throw .bad(.encryptedMessageInvalid) }
        do throws(KeyBindingError) {
            try KeyBinding.check(
                request, messageID: pending.id.rawValue, permanentKey: permanent.authKey, temporaryKeyID: temporary,
                sessionID: pending.origin.sessionID, now: .seconds(unixTime))
        } catch {
            throw RPCFailure(400, error.rpcErrorName)
        }
        bind(temporary, to: request.permAuthKeyID)
        return try ResultEncoding.encode(true)
    }
}

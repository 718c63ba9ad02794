// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes

/// A server in a simulated run: its sessions, its salts, and what it ran.
struct SimulatedServer {
    let policy: ServerPolicy
    var salts: ServerSalts
    var sessions: [Int64: ServerSession] = [:]
    /// Whether the client's `initConnection` is known.
    var isInitialized = false
    /// Whether the client has to introduce itself.
    var needsInitialization = false
    /// The key that temporary ones have to be bound to, if there is one.
    var permanentKey: AuthKey?
    /// Whether the key in use is bound.
    var isBound = false
    /// What a client did that it must never do.
    var violation: String?
    /// How often everything was forgotten.
    var forgotten = 0
    /// How often each call ran.
    var runs: [UInt32: Int] = [:]
    /// Calls that are being worked on.
    struct Work {
        let session: Int64
        let request: MessageID
        let call: SimulatedCall
        /// The messages after which it runs.
        var after: [MessageID] = []
    }

    /// What became of the calls that came, for those that run after them.
    var orders = SimulatedOrders()

    /// Takes a packet and says what work it brings.
    mutating func received(
        _ contents: PacketContents, keyID: Int64, unixTime: Int64, using generator: inout SeededGenerator
    ) throws(SessionError) -> [Work] {
        let id = contents.header.sessionID
        var session = sessions.removeValue(forKey: id) ?? ServerSession(id: id, policy: policy)
        let events: [ServerSessionEvent]
        do throws(SessionError) {
            events = try session.received(contents, unixTime: unixTime, salts: &salts, using: &generator)
        } catch {
            sessions[id] = session
            throw error
        }
        var work: [Work] = []
        for event in events {
            switch event {
            case .call(let request, let body):
                if permanentKey != nil, !isBound || Self.isBinding(body) {
                    let object = bind(body, request, session: id, keyID: keyID, unixTime: unixTime)
                    session.answer(request, with: object)
                    continue
                }
                let (after, rest) = SimulatedOrders.unwrap(body)
                guard let call = admit(rest) else {
                    orders.refused(request, of: id)
                    session.answer(request, with: Self.error(400, "CONNECTION_NOT_INITED"))
                    continue
                }
                let next = Work(session: id, request: request, call: call, after: after)
                switch orders.take(next) {
                case .ready:
                    start(call)
                    work.append(next)
                case .early: continue
                case .failed: session.answer(request, with: Self.error(400, "MSG_WAIT_FAILED"))
                }
            case .destroySession(let other):
                // Only the highest id stays, or a packet that the network repeats would run its calls again.
                session.answerDestroySession(other, existed: sessions[other] != nil)
                sessions[other]?.forgetEverything()
            case .destroyAuthKey:
                session.answerDestroyAuthKey(false)
            case .dropped, .acknowledged:
                continue
            }
        }
        sessions[id] = session
        return work
    }

    /// Goes on under another key, which nothing is known about.
    mutating func changeKey() {
        isBound = false
        orders.forget()
        isInitialized = !needsInitialization
        salts = ServerSalts(period: salts.period)
    }

    /// Forgets all sessions.
    ///
    /// - Parameter completely: Whether not even the highest ids stay, as with a server that is replaced; nothing that was
    ///   sent before may arrive afterwards.
    mutating func forgetSessions(completely: Bool) {
        forgotten += 1
        orders.forget()
        for id in sessions.keys { sessions[id]?.forgetEverything() }
        if completely { sessions = [:] }
    }

    private static func isBinding(_ body: ArraySlice<UInt8>) -> Bool {
        body.starts(with: withUnsafeBytes(of: TL.auth.BindTempAuthKey.constructorID.littleEndian) { [UInt8]($0) })
    }

    /// Binds the key in use.
    private mutating func bind(
        _ body: ArraySlice<UInt8>, _ request: MessageID, session: Int64, keyID: Int64, unixTime: Int64
    ) -> [UInt8] {
        guard let permanentKey, Self.isBinding(body) else {
            violation = "a call came under a key that is not bound"
            return Self.error(401, "AUTH_KEY_PERM_EMPTY")
        }
        do {
            let binding = try TLReader.read([UInt8](body.dropFirst(4))) { (reader) throws(TLError) in
                TL.auth.BindTempAuthKey(
                    permAuthKeyID: try reader.int64(), nonce: try reader.int64(), expiresAt: try reader.int32(),
                    encryptedMessage: try reader.bytes())
            }
            try KeyBinding.check(
                binding, messageID: request.rawValue, permanentKey: permanentKey, temporaryKeyID: keyID,
                sessionID: session, now: .seconds(unixTime))
        } catch let error as KeyBindingError where error.code == .expiryRange {
            // The client was away for longer than its key lives.
            return Self.error(400, error.rpcErrorName.rawValue)
        } catch {
            violation = "a binding is wrong: \(error)"
            return Self.error(400, "ENCRYPTED_MESSAGE_INVALID")
        }
        isBound = true
        isInitialized = !needsInitialization
        return withUnsafeBytes(of: TL.boolTrueID.littleEndian) { [UInt8]($0) }
    }

    /// Takes a call out of its wrapping, or refuses one of a client that did not introduce itself.
    private mutating func admit(_ body: ArraySlice<UInt8>) -> SimulatedCall? {
        let prefix = SimulatedCall.initialization
        if body.starts(with: prefix) {
            isInitialized = true
            return SimulatedCall(body.dropFirst(prefix.count))
        }
        return isInitialized ? SimulatedCall(body) : nil
    }

    private static func error(_ code: Int32, _ message: String) -> [UInt8] {
        (try? TL.RpcError(errorCode: code, errorMessage: message).encoded()) ?? []
    }

    private mutating func start(_ call: SimulatedCall) {
        runs[call.number, default: 0] += 1
        orders.started.append(call.number)
    }

    /// Ends a call that was worked on.
    ///
    /// - Returns: The calls that waited for it and begin now.
    mutating func finish(_ work: Work) -> [Work] {
        orders.ended(work, succeeded: !work.call.fails)
        if work.call.fails {
            sessions[work.session]?.answer(work.request, with: Self.error(400, "CALL_FAILED"))
        } else {
            let answer = work.call.isAnswerPacked ? PackedObject.pack(work.call.answer) : work.call.answer
            sessions[work.session]?.answer(work.request, with: answer)
        }
        return release(in: work.session)
    }

    /// Waits no longer for the calls before one.
    ///
    /// - Returns: The calls that waited for it and begin now: none, for they fail with it.
    mutating func expire(_ work: Work) -> [Work] {
        guard orders.stopWaiting(work) else { return [] }
        sessions[work.session]?.answer(work.request, with: Self.error(400, "MSG_WAIT_TIMEOUT"))
        return release(in: work.session)
    }

    private mutating func release(in session: Int64) -> [Work] {
        var free: [Work] = []
        while let (work, isReady) = orders.next(in: session) {
            if isReady {
                start(work.call)
                free.append(work)
            } else {
                sessions[work.session]?.answer(work.request, with: Self.error(400, "MSG_WAIT_FAILED"))
            }
        }
        return free
    }
}

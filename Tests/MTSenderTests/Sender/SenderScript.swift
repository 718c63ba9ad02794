// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramMTSender

/// A sender's machine whose network, clock and server are a line of words.
///
/// - `key`, `temp`, `temp:60`: the permanent key is there; a temporary one (for seconds) is to be bound to it.
/// - `connect`, `drop`, `live`: a connection begins, ends, is found to be alive.
/// - `call:a`, `harm:a`, `call:a@5`, `call:b>a`: a call that may run twice, that may not, with a deadline, after another.
/// - `flush`, `tick:3`: packets are made, time passes.
/// - `ok:a`, `err:a:400:TEXT`, `bound`, `refused:TEXT`: the server answers a call, a binding.
/// - `refused?:TEXT`, `judge:TEXT`: what follows a refusal is decided later; `needs`: whether a key is needed is asked for.
/// - `unknown`, `unknown!`: the server does not know the key, which may (!) be replaced.
/// - `plan`, `silent`: how the last call goes out is asked for; a key exchange has no answer.
/// - `rest`: whether memory was given back is asked for.
/// - `lose`, `unbound`, `cancel:a`, `close`: what others decide.
struct SenderScript {
    private(set) var state: SenderState
    private var generator = SeededGenerator(seed: 5)
    private var time: Int64 = 0
    private var lastTicket: Ticket = 0
    private var connections: UInt32 = 0
    private var tickets: [String: Ticket] = [:]
    private var names: [Ticket: String] = [:]
    private var log: [String] = []
    private var sent: [String] = []
    private var judgesRefusals = true
    private let box = Box()
    private var serverIDs = MessageIDGenerator()
    /// The last message of each call and binding, and where it went.
    private var messages: [String: (id: MessageID, session: Int64, key: AuthKey)] = [:]

    private final class Box {
        var cipher = PacketCipher()
    }

    private static let epoch: Int64 = 1_800_000_000
    private static let invokeAfterMsg: UInt32 = 0xCB9F_372D

    init(usesTemporaryKeys: Bool) {
        state = SenderState(dataCenter: 2, usesTemporaryKeys: usesTemporaryKeys)
    }

    /// Does what a line says.
    ///
    /// - Returns: The lanes, what went out with the last flushes, what ended, and what is wanted.
    static func run(_ line: String) throws -> String {
        var words = line.split(separator: " ").map(String.init)
        let usesTemporaryKeys = words.first == "pfs"
        if usesTemporaryKeys { words.removeFirst() }
        var script = SenderScript(usesTemporaryKeys: usesTemporaryKeys)
        for word in words { try script.perform(word) }
        return script.summary
    }

    private var summary: String {
        var flags: [String] = []
        if state.wantsTemporaryKey { flags.append("wants") }
        if state.doubtsKey { flags.append("doubts") }
        if state.lostKey != nil { flags.append("lost") }
        if state.permanentKey == nil { flags.append("keyless") }
        let lanes = state.lanes.map { "\($0.role)" }.joined(separator: " ")
        return "[\(lanes)] sent[\(sent.joined(separator: " "))] ended[\(log.joined(separator: " "))]"
            + flags.map { " " + $0 }.joined()
    }

    private var now: MonotonicTime { MonotonicTime(nanoseconds: time) }

    // MARK: Words

    private mutating func perform(_ word: String) throws {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let argument = parts.count > 1 ? parts[1] : ""
        var results = CallResults()
        switch parts[0] {
        case "key":
            let key = try makeKey()
            let session = makeSession()
            state.adopt(KeyMaterial(authKey: key), session, into: &results)
        case "temp":
            let life = Int64(argument) ?? 80_000
            let unixTime = Self.epoch + time / 1_000_000_000
            let key = try makeKey()
            let session = makeSession()
            state.bind(key, expiresAt: Int32(unixTime + life), end: now + .seconds(life), session, now: now)
        case "connect":
            connections += 1
            state.connected(ConnectionID(number: connections), now: now)
        case "drop":
            state.disconnected(ConnectionID(number: connections), now: now, into: &results)
        case "live":
            _ = state.tick(now: now, into: &results)
            flush(into: &results)
            try receive(pong: "ping", into: &results)
        case "call", "harm":
            try begin(argument, parts[0] == "call" ? .harmless : .harmful)
        case "flush":
            flush(into: &results)
        case "tick":
            time += (Int64(argument) ?? 0) * 1_000_000_000
            let tick = state.tick(now: now, into: &results)
            if tick.closesConnection { log.append("dead") }
            flush(into: &results)
        case "ok":
            try receive([0xB5, 0x75, 0x72, 0x99], to: argument, into: &results)
        case "err":
            let error = TL.RpcError(errorCode: Int32(parts[2]) ?? 0, errorMessage: parts[3])
            try receive(error.encoded(), to: argument, into: &results)
        case "bound":
            try receive([0xB5, 0x75, 0x72, 0x99], to: "bind", into: &results)
        case "refused", "refused?":
            // With the question mark nobody decides at once what follows.
            judgesRefusals = !parts[0].hasSuffix("?")
            let error = TL.RpcError(errorCode: 400, errorMessage: argument)
            try receive(error.encoded(), to: "bind", into: &results)
        case "judge": judge(argument)
        case "needs": log.append(state.needsTemporaryKey ? "needs-key" : "needs-none")
        case "unknown", "unknown!":
            let verdict = state.keyIsUnknown(mayReplaceKey: parts[0].hasSuffix("!"), into: &results)
            if verdict == .keyLost { log.append("key-lost") }
        case "silent": state.obstacle = "nobody speaks"
        case "rest":
            if state.hasRested { log.append("rested") }
            state.endRest()
        case "plan": log.append("\(state.planFlush())")
        case "lose": state.loseKey(into: &results)
        case "unbound": state.unbound(into: &results)
        case "cancel":
            if let ticket = tickets[argument], let (_, wasSent) = state.cancel(ticket) {
                log.append("\(argument)=cancelled\(wasSent ? "-on-server" : "")")
            }
        case "close": state.fail(.disconnected, into: &results)
        default: XCTFail("no such word: \(word)")
        }
        note(results)
    }

    private mutating func begin(_ argument: String, _ repetition: OutgoingCall.Repetition) throws {
        var name = argument
        var deadline: MonotonicTime?
        var predecessors: [Ticket] = []
        if let mark = name.firstIndex(of: "@") {
            deadline = now + .seconds(Int64(name[name.index(after: mark)...]) ?? 0)
            name = String(name[..<mark])
        }
        if let mark = name.firstIndex(of: ">") {
            predecessors = [tickets[String(name[name.index(after: mark)...])] ?? 0]
            name = String(name[..<mark])
        }
        lastTicket = Ticket(lastTicket.number + 1)
        let ticket = lastTicket
        tickets[name] = ticket
        names[ticket] = name
        let call = OutgoingCall(body: Self.body(of: name), repetition: repetition)
        let refusal = state.begin(
            ticket, call, method: TL.help.GetConfig.constructorID, deadline: deadline, after: predecessors)
        if let refusal { log.append("\(name)=\(Self.name(of: refusal))") }
    }

    private static func body(of name: String) -> [UInt8] {
        Array((name.utf8.map { $0 } + [0, 0, 0]).prefix(4))
    }

    private mutating func note(_ results: CallResults) {
        for (ticket, result) in results.calls.map({ ($0.ticket, $0.result) }) {
            let outcome =
                switch result {
                case .success: "ok"
                case .failure(let error): Self.name(of: error)
                }
            log.append("\(names[ticket] ?? "?")=\(outcome)")
        }
    }

    private static func name(of error: InvocationError) -> String {
        switch error {
        case .rpc(let error): error.name.rawValue
        case .outcomeUnknown: "unknown"
        case .deadlineExceeded: "late"
        case .disconnected: "disconnected"
        case .tooManyPendingCalls: "too-many"
        case .connectionLost: "lost"
        default: "\(error)"
        }
    }

    // MARK: The server

    private mutating func makeKey() throws -> AuthKey {
        try AuthKey(SecureBytes(randomCount: 256, using: &generator))
    }

    private mutating func makeSession() -> ClientSession {
        ClientSession(
            salts: SaltSchedule(salt: 1), clock: ServerClock(unixTime: Self.epoch + time / 1_000_000_000, now: now),
            using: &generator)
    }

    private mutating func flush(into results: inout CallResults) {
        sent = []
        for outgoing in state.flush(now: now, into: &results).outgoing {
            for packet in outgoing.packets {
                let sealed = box.cipher.seal(packet, authKey: outgoing.key, using: &generator)
                guard
                    let opened = try? box.cipher.open(sealed.bytes, authKey: outgoing.key, direction: .fromClient),
                    let contents = try? PacketContents(opened)
                else { return XCTFail("a packet that cannot be read") }
                for message in contents.messages { note(message, contents.header.sessionID, outgoing.key) }
            }
        }
    }

    private mutating func note(_ message: PlainMessage, _ session: Int64, _ key: AuthKey) {
        let constructor = message.body.uint32(at: message.body.startIndex)
        let name: String
        switch constructor {
        case TL.PingDelayDisconnect.constructorID: name = "ping"
        case TL.auth.BindTempAuthKey.constructorID: name = "bind"
        case Self.invokeAfterMsg:
            name = tickets.keys.first { Array(message.body.suffix(4)) == Self.body(of: $0) } ?? "?"
        default:
            guard let call = tickets.keys.first(where: { Array(message.body) == Self.body(of: $0) }) else { return }
            name = call
        }
        messages[name] = (message.id, session, key)
        if name != "ping" { sent.append(constructor == Self.invokeAfterMsg ? "\(name)-after" : name) }
    }

    /// Delivers a result.
    private mutating func receive(_ object: [UInt8], to name: String, into results: inout CallResults) throws {
        let message = try XCTUnwrap(messages[name], "\(name) did not go out")
        var writer = TLWriter()
        writer.uint32(0xF35C_6D01)
        writer.int64(message.id.rawValue)
        writer.raw(object)
        try receive(try writer.finish(), message.session, message.key, into: &results)
    }

    private mutating func receive(pong name: String, into results: inout CallResults) throws {
        let message = try XCTUnwrap(messages[name], "no ping went out")
        let pong = TL.Pong(msgID: message.id.rawValue, pingID: 0)
        try receive(pong.encoded(), message.session, message.key, into: &results)
    }

    private mutating func receive(
        _ body: [UInt8], _ session: Int64, _ key: AuthKey, into results: inout CallResults
    ) throws {
        guard let lane = state.lane(withKey: key.id) else { return log.append("nobody-listens") }
        let id = serverIDs.next(
            unixNanoseconds: Self.epoch * 1_000_000_000 + time, origin: .answer, using: &generator)
        let header = PacketHeader(salt: 0, sessionID: session, messageID: id, sequenceNumber: 1)
        let sealed = box.cipher.seal(
            OutgoingPacket(header, body: body), authKey: key, direction: .fromServer, using: &generator)
        let contents = try PacketContents(try box.cipher.open(sealed.bytes, authKey: key))
        let received = try state.received(
            contents, in: lane.generation, on: ConnectionID(number: connections), now: now, into: &results)
        for signal in received.signals {
            switch signal {
            case .bound: log.append("bound")
            case .keyWanted: log.append("wanted")
            case .bindingRefused(let words): if judgesRefusals { judge(words) }
            }
        }
    }

    private mutating func judge(_ words: String) {
        log.append(state.bindingRefused(words) == .keyLost ? "refused-key-lost" : "refused")
    }
}

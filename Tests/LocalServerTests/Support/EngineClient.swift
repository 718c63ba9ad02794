// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramLocalServer

/// A client that speaks to an engine.
final class EngineClient {
    let harness: EngineHarness
    let dataCenter: Int
    let outcome: KeyExchangeOutcome
    private(set) var session: ClientSession
    private(set) var connections: [ConnectionID] = []
    private(set) var updates: [TL.Updates] = []
    private(set) var updatesLost = 0
    /// How many packets came.
    private(set) var packetCount = 0
    private(set) var answers: [CallID: RPCAnswer] = [:]
    /// The last packet that was sent.
    private(set) var lastPacket: [UInt8] = []
    /// Whether what the server sends does not arrive.
    var losesAnswers = false
    private var cipher = PacketCipher()

    /// Connects a client with a key of its own, or one that it has.
    init(_ harness: EngineHarness, dataCenter: Int = 1, key: KeyExchangeOutcome? = nil, introduces: Bool = true) throws
    {
        self.harness = harness
        self.dataCenter = dataCenter
        var configuration = SessionConfiguration()
        if introduces { configuration.initialization = try Self.initialization() }
        let clock = ServerClock(unixTime: EngineHarness.epoch, now: MonotonicTime(nanoseconds: 0))
        let placeholder = ClientSession(
            configuration: configuration, salts: SaltSchedule(salt: 0), clock: clock, using: &harness.generator)
        session = placeholder
        if let key {
            outcome = key
        } else {
            let bare = ConnectionID(number: UInt32.max)
            harness.engine.opened(bare, dataCenter: dataCenter)
            outcome = try harness.exchangeKey(
                .permanent(dataCenter: ProxyDataCenter(id: dataCenter), trustedKeys: [TestKey.rsa.publicKey]), on: bare)
            harness.engine.closed(bare)
        }
        session = ClientSession(
            configuration: configuration, salts: SaltSchedule(salt: outcome.serverSalt), clock: clock,
            using: &harness.generator)
        connect()
    }

    static func initialization() throws -> [UInt8] {
        let connection = TL.InitConnection(
            apiID: 1, deviceModel: "test", systemVersion: "1", appVersion: "1", systemLangCode: "en", langPack: "",
            langCode: "en", query: TLRawFunction(bytes: []))
        return try TL.InvokeWithLayer(layer: TL.layer, query: TLRawFunction(bytes: connection.encoded())).encoded()
    }

    @discardableResult
    func connect() -> ConnectionID {
        let id = harness.connect(self, to: dataCenter)
        connections.append(id)
        session.connected(id, now: harness.now)
        return id
    }

    func disconnect() {
        for id in connections {
            harness.disconnect(id)
            _ = session.disconnected(id, now: harness.now)
        }
        connections = []
    }

    // MARK: Calls

    func send(_ function: some TLFunction, _ repetition: OutgoingCall.Repetition = .harmless) throws -> CallID {
        let call = try XCTUnwrap(session.send(OutgoingCall(body: function.encoded(), repetition: repetition)))
        try flush()
        return call
    }

    func destroySession(_ id: Int64) -> CallID { session.destroySession(id) }

    func destroyAuthKey() -> CallID { session.destroyAuthKey() }

    /// Calls a method that is answered at once.
    func invoke<Function: TLFunction>(_ function: Function) throws -> Function.Response {
        try answer(to: try send(function), of: Function.self)
    }

    func answer<Function: TLFunction>(to call: CallID, of function: Function.Type) throws -> Function.Response {
        switch answers[call] {
        case .object(let object): return try Function.Response(decoding: Array(object))
        case .error(let code, let message): throw RPCFailure(Int(code), TLErrorName(rawValue: message))
        case .malformed: throw Unexpected("an answer that cannot be read")
        case nil: throw Unexpected("no answer to \(Function.self)")
        }
    }

    func flush() throws {
        for id in connections {
            let flushed = session.flush(on: id, now: harness.now, using: &harness.generator)
            XCTAssertTrue(flushed.settled.isEmpty)
            for packet in flushed.packets {
                let bytes = cipher.seal(packet, authKey: outcome.authKey, using: &harness.generator).bytes
                lastPacket = bytes
                try harness.deliver(bytes, on: id)
            }
        }
    }

    func received(_ bytes: [UInt8], on connection: ConnectionID) throws {
        guard !losesAnswers else { return }
        packetCount += 1
        let contents = try PacketContents(try cipher.open(bytes, authKey: outcome.authKey))
        let events = try session.received(contents, on: connection, now: harness.now, using: &harness.generator)
        for event in events {
            switch event {
            case .settled(let settlement):
                guard case .answer(let answer) = settlement.outcome else { throw Unexpected("\(settlement.outcome)") }
                answers[settlement.call] = answer
            case .update(_, let body):
                updates.append(try TL.Updates(decoding: Array(body)))
            case .updatesLost: updatesLost += 1
            case .acknowledged, .saltsChanged, .sessionReset: break
            }
        }
    }

    func takeUpdates() -> [TL.Updates] {
        defer { updates = [] }
        return updates
    }

    // MARK: Logging in

    /// Binds the client's temporary key.
    func bind(to permanent: AuthKey) throws {
        let key = TemporaryKey(
            permanentKey: permanent, id: outcome.authKey.id, expiresAt: outcome.expiresAt ?? 0)
        let call = session.bind(key)
        try flush()
        guard case .object? = answers[call] else { throw Unexpected("not bound: \(String(describing: answers[call]))") }
    }

    /// Logs in as a person, who is added if there is none.
    @discardableResult
    func logIn(phone: String) throws -> Int64 {
        if harness.engine.world.account(phone: phone) == nil {
            _ = try harness.engine.world.addPerson(phone: phone, firstName: "P\(phone)", dataCenter: dataCenter)
        }
        let sent = try invoke(
            TL.auth.SendCode(phoneNumber: phone, apiID: 1, apiHash: "x", settings: .init()))
        guard case .sentCode(let code) = sent else { throw Unexpected("\(sent)") }
        let answer = try invoke(
            TL.auth.SignIn(
                phoneNumber: phone, phoneCodeHash: code.phoneCodeHash,
                phoneCode: World.loginCode(dataCenter: dataCenter)))
        guard case .authorization(let authorization) = answer, case .user(let user) = authorization.user else {
            throw Unexpected("\(answer)")
        }
        return user.id
    }

    /// Logs in as a bot that exists.
    @discardableResult
    func logIn(token: String) throws -> Int64 {
        let answer = try invoke(
            TL.auth.ImportBotAuthorization(flags: 0, apiID: 1, apiHash: "x", botAuthToken: token))
        guard case .authorization(let authorization) = answer, case .user(let user) = authorization.user else {
            throw Unexpected("\(answer)")
        }
        return user.id
    }

    /// Somebody as this client names them.
    func inputPeer(_ id: Int64, for viewer: Int64) -> TL.InputPeer {
        .user(.init(userID: id, accessHash: harness.engine.world.accessHash(of: id, for: viewer)))
    }
}

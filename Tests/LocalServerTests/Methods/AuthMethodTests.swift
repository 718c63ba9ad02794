// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// core.telegram.org/api/auth and core.telegram.org/api/datacenter, through encrypted sessions.
final class AuthMethodTests: XCTestCase {
    private func assertFails<Value>(
        _ failure: RPCFailure, _ body: @autoclosure () throws -> Value, line: UInt = #line
    ) {
        XCTAssertThrowsError(try body(), line: line) { XCTAssertEqual($0 as? RPCFailure, failure, line: line) }
    }

    func testACodeLogsIn() throws {
        let client = try EngineClient(EngineHarness())
        assertFails(RPCFailure(401, .authKeyUnregistered), try client.invoke(TL.updates.GetState()))
        let id = try client.logIn(phone: "9996610001")
        XCTAssertEqual(id, 1_000_001)
        XCTAssertEqual(try client.invoke(TL.updates.GetState()).pts, 1)
        _ = try client.invoke(TL.auth.LogOut())
        assertFails(RPCFailure(401, .authKeyUnregistered), try client.invoke(TL.updates.GetState()))
    }

    func testWrongCodes() throws {
        let harness = EngineHarness()
        let client = try EngineClient(harness)
        let request = TL.auth.SendCode(phoneNumber: "+99966 1 0001", apiID: 1, apiHash: "x", settings: .init())
        guard case .sentCode(let sent) = try client.invoke(request) else { return XCTFail("no code") }
        func signIn(_ code: String?, hash: String? = nil) -> TL.auth.SignIn {
            .init(phoneNumber: "99966 1 0001", phoneCodeHash: hash ?? sent.phoneCodeHash, phoneCode: code)
        }
        assertFails(.bad(.phoneCodeEmpty), try client.invoke(signIn(nil)))
        assertFails(.bad(.phoneCodeHashEmpty), try client.invoke(signIn("11111", hash: "")))
        assertFails(.bad(.phoneCodeExpired), try client.invoke(signIn("11111", hash: "nonsense")))
        for _ in 1...5 { assertFails(.bad(.phoneCodeInvalid), try client.invoke(signIn("22222"))) }
        assertFails(.bad(.phoneCodeExpired), try client.invoke(signIn("11111")))
        assertFails(
            .bad(.phoneNumberInvalid),
            try client.invoke(TL.auth.SendCode(phoneNumber: "12", apiID: 1, apiHash: "x", settings: .init())))
        assertFails(
            .bad(.apiIDInvalid),
            try client.invoke(TL.auth.SendCode(phoneNumber: "9996610001", apiID: 0, apiHash: "", settings: .init())))
    }

    func testCodesExpire() throws {
        let harness = EngineHarness()
        let client = try EngineClient(harness)
        let request = TL.auth.SendCode(phoneNumber: "9996610001", apiID: 1, apiHash: "x", settings: .init())
        guard case .sentCode(let sent) = try client.invoke(request) else { return XCTFail("no code") }
        harness.advance(by: 300)
        assertFails(
            .bad(.phoneCodeExpired),
            try client.invoke(
                TL.auth.SignIn(phoneNumber: "9996610001", phoneCodeHash: sent.phoneCodeHash, phoneCode: "11111")))
    }

    func testSigningUp() throws {
        let client = try EngineClient(EngineHarness())
        let request = TL.auth.SendCode(phoneNumber: "9996610009", apiID: 1, apiHash: "x", settings: .init())
        guard case .sentCode(let sent) = try client.invoke(request) else { return XCTFail("no code") }
        let hash = sent.phoneCodeHash
        let early = TL.auth.SignUp(phoneNumber: "9996610009", phoneCodeHash: hash, firstName: "Eve", lastName: "")
        assertFails(.bad(.phoneCodeInvalid), try client.invoke(early))
        let answer = try client.invoke(
            TL.auth.SignIn(phoneNumber: "9996610009", phoneCodeHash: hash, phoneCode: "11111"))
        guard case .signUpRequired = answer else { return XCTFail("\(answer)") }
        assertFails(
            .bad(.firstnameInvalid),
            try client.invoke(
                TL.auth.SignUp(phoneNumber: "9996610009", phoneCodeHash: hash, firstName: "", lastName: "")))
        guard case .authorization(let authorization) = try client.invoke(early),
            case .user(let user) = authorization.user
        else { return XCTFail("not logged in") }
        XCTAssertTrue(user.isSelf)
        XCTAssertEqual(user.firstName, "Eve")
    }

    func testAPasswordIsAskedFor() throws {
        let harness = EngineHarness()
        let account = try harness.engine.world.addPerson(phone: "9996610001", firstName: "Ann", dataCenter: 1)
        let password = try TwoStepPassword("secret", hint: "none")
        harness.engine.world.update(account.id) { $0.password = password }
        let client = try EngineClient(harness)
        assertFails(RPCFailure(401, .authKeyUnregistered), try client.invoke(TL.account.GetPassword()))
        assertFails(RPCFailure(401, .sessionPasswordNeeded), try client.logIn(phone: "9996610001"))
        assertFails(RPCFailure(401, .authKeyUnregistered), try client.invoke(TL.updates.GetState()))

        func proof(_ text: String) throws -> TL.auth.CheckPassword {
            let asked = try client.invoke(TL.account.GetPassword())
            XCTAssertEqual(asked.hint, "none")
            guard asked.hasPassword, let value = asked.srpB, let id = asked.srpID,
                case .sha256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(let algorithm)? = asked.currentAlgo
            else { throw Unexpected("\(asked)") }
            let parameters = try SRPParameters(
                salt1: algorithm.salt1, salt2: algorithm.salt2, generator: algorithm.g, prime: algorithm.p)
            let proof = try SRPProver.prove(
                parameters, password: Array(text.utf8), serverValue: value, id: id, using: &harness.generator)
            return .init(
                password: .inputCheckPasswordSRP(.init(srpID: id, a: proof.publicValue, m1: proof.proof)))
        }
        assertFails(.bad(.passwordHashInvalid), try client.invoke(proof("wrong")))
        let right = try proof("secret")
        guard case .authorization = try client.invoke(right) else { return XCTFail("not logged in") }
        XCTAssertEqual(try client.invoke(TL.updates.GetState()).pts, 1)
        // A question is good for one answer.
        assertFails(.bad(.srpIDInvalid), try client.invoke(right))
    }

    func testPeopleAndBotsAreSentHome() throws {
        let harness = EngineHarness()
        _ = try harness.engine.world.addPerson(phone: "9996620001", firstName: "Ann", dataCenter: 2)
        let bot = try harness.engine.world.addBot(username: "a_bot", name: "Bot", dataCenter: 2)
        let client = try EngineClient(harness, dataCenter: 1)
        assertFails(
            RPCFailure(303, .phoneMigrate, value: 2),
            try client.invoke(TL.auth.SendCode(phoneNumber: "9996620001", apiID: 1, apiHash: "x", settings: .init())))
        assertFails(RPCFailure(303, .userMigrate, value: 2), try client.logIn(token: bot.token ?? ""))
        assertFails(.bad(.accessTokenInvalid), try client.logIn(token: "1:nonsense"))
        let home = try EngineClient(harness, dataCenter: 2)
        XCTAssertEqual(try home.logIn(token: bot.token ?? ""), bot.id)
    }

    func testAnAuthorizationTravels() throws {
        let harness = EngineHarness()
        let home = try EngineClient(harness, dataCenter: 1)
        let id = try home.logIn(phone: "9996610001")
        assertFails(.bad(.dcIDInvalid), try home.invoke(TL.auth.ExportAuthorization(dcID: 1)))
        assertFails(.bad(.dcIDInvalid), try home.invoke(TL.auth.ExportAuthorization(dcID: 9)))
        let exported = try home.invoke(TL.auth.ExportAuthorization(dcID: 2))
        XCTAssertEqual(exported.id, id)
        let request = TL.auth.ImportAuthorization(id: id, bytes: exported.bytes)
        assertFails(.bad(.authBytesInvalid), try EngineClient(harness, dataCenter: 1).invoke(request))
        let away = try EngineClient(harness, dataCenter: 2)
        _ = try away.invoke(request)
        assertFails(.bad(.authBytesInvalid), try away.invoke(request))
        XCTAssertEqual(try away.invoke(TL.users.GetUsers(id: [.userSelf])).count, 1)
        assertFails(RPCFailure(303, .userMigrate, value: 1), try away.invoke(TL.updates.GetState()))
    }

    func testClientsIntroduceThemselves() throws {
        let client = try EngineClient(EngineHarness(), introduces: false)
        assertFails(.bad(.connectionNotInited), try client.invoke(TL.help.GetConfig()))
        let wrapped = TLRawFunction(bytes: try EngineClient.initialization() + TL.help.GetConfig().encoded())
        let config = try TL.Config(decoding: try client.invoke(wrapped).bytes)
        XCTAssertEqual(config.dcOptions.map(\.id), [1, 2])
        XCTAssertEqual(config.thisDC, 1)
        XCTAssertEqual(try client.invoke(TL.help.GetNearestDc()).nearestDC, 1)
        XCTAssertEqual(client.harness.engine.report.layers, [Int32(TL.layer)])
    }

    func testATemporaryKeyIsBound() throws {
        let harness = EngineHarness()
        let permanent = try EngineClient(harness)
        let id = try permanent.logIn(phone: "9996610001")
        let temporary = try temporaryKey(harness)
        let unbound = try EngineClient(harness, key: temporary)
        assertFails(RPCFailure(401, .authKeyPermEmpty), try unbound.invoke(TL.updates.GetState()))
        let client = try EngineClient(harness, key: temporary)
        try client.bind(to: permanent.outcome.authKey)
        guard case .user(let user)? = try client.invoke(TL.users.GetUsers(id: [.userSelf])).first else {
            return XCTFail("not logged in")
        }
        XCTAssertEqual(user.id, id)
        // It ends when it was said to end.
        harness.advance(by: 3601)
        XCTAssertThrowsError(try client.invoke(TL.updates.GetState()))
        XCTAssertNil(harness.engine.authKey(temporary.authKey.id, on: client.connections[0]))
    }

    private func temporaryKey(_ harness: EngineHarness) throws -> KeyExchangeOutcome {
        let bare = ConnectionID(number: 999)
        harness.engine.opened(bare, dataCenter: 1)
        defer { harness.engine.closed(bare) }
        return try harness.exchangeKey(
            .temporary(
                dataCenter: ProxyDataCenter(id: 1), expiresIn: 3600, trustedKeys: [TestKey.rsa.publicKey]), on: bare)
    }

    func testAKeyThatIsBoundAnewHearsOfTheNewAccountAlone() throws {
        let party = try Party()
        let client = try EngineClient(party.harness, key: try temporaryKey(party.harness))
        try client.bind(to: party.bob.outcome.authKey)
        _ = try client.invoke(TL.updates.GetState())
        try party.annSays("one", to: party.bobID, randomID: 1)
        XCTAssertEqual(client.takeUpdates().count, 1)
        try client.bind(to: party.ann.outcome.authKey)
        try party.annSays("two", to: party.bobID, randomID: 2)
        XCTAssertEqual(client.takeUpdates().count, 0, "it has not asked for Ann's updates, and Bob's are not its own")
        _ = try client.invoke(TL.updates.GetState())
        try party.annSays("three", to: party.bobID, randomID: 3)
        XCTAssertEqual(client.takeUpdates().count, 1)
    }

    func testAKeyBehindATemporaryOneIsInUse() throws {
        let harness = EngineHarness()
        let permanent = try EngineClient(harness)
        try permanent.logIn(phone: "9996610001")
        let client = try EngineClient(harness, key: try temporaryKey(harness))
        try client.bind(to: permanent.outcome.authKey)
        harness.advance(by: 100)
        _ = try client.invoke(TL.updates.GetState())
        XCTAssertEqual(harness.engine.keys[permanent.outcome.authKey.id]?.lastUsed, harness.engine.unixTime)
    }

    func testAWrongBindingIsRefused() throws {
        let harness = EngineHarness()
        let permanent = try EngineClient(harness)
        let request = TL.auth.BindTempAuthKey(
            permAuthKeyID: permanent.outcome.authKey.id, nonce: 1, expiresAt: Int32(EngineHarness.epoch + 100),
            encryptedMessage: [UInt8](repeating: 0, count: 104))
        assertFails(.bad(.encryptedMessageInvalid), try permanent.invoke(request))
    }

    func testMissingMethodsAnswerAtOnce() throws {
        let client = try EngineClient(EngineHarness())
        assertFails(
            RPCFailure(400, TLErrorName(rawValue: "METHOD_NOT_IMPLEMENTED")), try client.invoke(TL.help.GetSupport()))
        assertFails(.bad(.inputMethodInvalid), try client.invoke(TLRawFunction(bytes: [1, 2, 3, 4])))
        let call = Array(try TL.help.GetAppUpdate(source: "some text").encoded().dropLast(4))
        assertFails(.bad(.inputFetchError), try client.invoke(TLRawFunction(bytes: call)))
        XCTAssertEqual(client.harness.engine.report.unimplemented, ["help.getSupport": 1])
    }
}

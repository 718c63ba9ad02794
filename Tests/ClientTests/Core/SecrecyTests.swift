// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import Foundation
import XCTest

@testable import Ferogram

/// Nothing that a program prints by accident tells a secret.
final class SecrecyTests: XCTestCase {
    private static func texts(of value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value) \(String(reflecting: value)) \(String(describing: value)) \(dumped)"
    }

    func testNeitherConfigurationsNorClientsTellTheApplicationsSecret() async throws {
        try await within {
            let local = try await LocalClients()
            let secret = "0123456789abcdef0123456789abcdef"
            let builder = local.builder.apiHash(secret)
            let client = try await builder.connect()
            for value in [builder, builder.configuration, client] as [Any] {
                XCTAssertFalse(Self.texts(of: value).contains(secret))
            }
            await client.disconnect()
        }
    }

    func testSignInTellsNeitherNumberNorHashNorPasswordParameters() throws {
        let code = SentCode(
            phone: "15551234567", .init(type: .app(.init(length: 5)), phoneCodeHash: "a1b2c3d4e5"))
        XCTAssertFalse(Self.texts(of: code).contains("15551234567"))
        XCTAssertFalse(Self.texts(of: code).contains("a1b2c3d4e5"))
        let password = PasswordChallenge(
            state: .init(
                hasPassword: true, srpB: [171, 205, 239], srpID: 987_654_321, newAlgo: .unknown,
                newSecureAlgo: .unknown, secureRandom: [1]))
        let outcome = SignInOutcome.passwordRequired(password)
        XCTAssertFalse(Self.texts(of: outcome).contains("987654321"))
        XCTAssertFalse(Self.texts(of: outcome).contains("171"))
    }

    func testPeersTellNoAccessHash() {
        let context = try? TelegramClient.scripted(RecordingInvoker([])).core.context(Sample.users, Sample.chats)
        let user = context?.user(5)
        XCTAssertNotNil(user)
        XCTAssertFalse(Self.texts(of: user as Any).contains("accessHash"))
        let channel = context?.chat(Sample.channel)
        XCTAssertNotNil(channel)
        XCTAssertFalse(Self.texts(of: channel as Any).contains("accessHash"))
    }

    func testMiniAppsTellNoAddressAndNoFields() throws {
        let core = try TelegramClient.scripted(RecordingInvoker([])).core
        let session = WebAppSession(
            raw: .init(queryID: 7, url: "https://a/#tgWebAppData=5ec2e7"), peer: Sample.inputBot, bot: .userSelf,
            core: core)
        XCTAssertFalse(Self.texts(of: session).contains("5ec2e7"))
        // Made with Python's `hmac` for the token `123456:ABC-DEF`.
        let query =
            "query_id=AAH&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vlad+%26+Co%22%2C%22language_code%22%3A%22ru%22%7D"
            + "&auth_date=1700000000&start_param=ref"
            + "&signature=eBfKVLqrQkjBvAykntMVhWAv1V3n1iZ7tOygV3j_Itm4S6hgzTvwV5KkNCAFEZy6D3nX5-oefUZbnisHsZcxBw"
            + "&hash=365dc9efdb0e8a55602ee26ccf21206cbf54e898c6ddfeafc7d8fab8b0e8249c"
        let data = try WebAppInitData(
            verifying: query, botToken: "123456:ABC-DEF", now: Date(timeIntervalSince1970: 1_700_000_100))
        for secret in ["365dc9ef", "eBfKVL", "Vlad"] { XCTAssertFalse(Self.texts(of: data).contains(secret)) }
    }

    func testPaymentsTellNeitherTokensNorCustomers() {
        let invoice = Invoice(
            "Tea", description: "Green", payload: "t", currency: "EUR", prices: [.init("Tea", 100)],
            providerToken: "70ce9")
        let contact = InlineContent.contact(
            phoneNumber: "15551234567", firstName: "Ann", lastName: "Lee", vCard: "TEL:15551234567")
        let results = [
            InlineResult(.article, id: "1", content: .invoice(invoice)),
            InlineResult(.contact, id: "2", content: contact),
            .contact(phoneNumber: "15551234567", firstName: "Ann", id: "3"),
        ]
        let customer = CustomerInfo(
            .init(
                name: "Ann Lee", phone: "15551234567", email: "ann@a.org",
                shippingAddress: .init(
                    streetLine1: "1 Way", streetLine2: "", city: "Rome", state: "", countryIso2: "IT", postCode: "9")))
        for value in [invoice, contact, results, customer, customer.shippingAddress as Any] as [Any] {
            let texts = Self.texts(of: value)
            for secret in ["70ce9", "15551234567", "ann@a.org", "1 Way", "Rome"] {
                XCTAssertFalse(texts.contains(secret), texts)
            }
        }
        XCTAssertTrue("\(contact)".contains("Ann"))
        XCTAssertTrue("\(invoice)".contains("Tea"))
    }
}

// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramWebSupport
import XCTest

@testable import FerogramConnect

/// The client of web servers against servers in memory with certificates of their own.
final class HTTPClientTests: ConnectTestCase {
    private func request(_ url: String = "https://web.example/a?b=c") throws -> HTTPRequest {
        HTTPRequest(try HTTPURL(url))
    }

    private func code(
        _ server: WebServer, _ limits: HTTPLimits = HTTPLimits(), _ request: HTTPRequest? = nil
    ) async throws -> HTTPError? {
        do {
            _ = try await server.client(limits).send(request ?? self.request())
            return nil
        } catch let error as HTTPError {
            return error
        }
    }

    func testARequestAndItsAnswer() async throws {
        for capacity in [2048, 256 << 10] {
            let heads = Shared<[String]>([])
            let server = WebServer(capacity: capacity) { exchange in
                heads.withLock { [head = exchange.head] in $0.append(head) }
                try await exchange.answer("200 Fine", "X-Field:  some value \r\n", body: exchange.body + [33])
            }
            var request = try request()
            request.method = "POST"
            request.fields = [("Accept", "text/plain")]
            request.body = Array("hello".utf8)
            let response = try await server.client().send(request)
            XCTAssertEqual(response.status, 200)
            XCTAssertEqual(response.field("x-field"), "some value")
            XCTAssertEqual(String(decoding: response.body, as: UTF8.self), "hello!")
            XCTAssertEqual(
                heads.withLock { $0 },
                [
                    "POST /a?b=c HTTP/1.1\r\nHost: web.example\r\nConnection: close\r\nAccept-Encoding: identity\r\n"
                        + "Accept: text/plain\r\nContent-Length: 5\r\n\r\n"
                ])
            XCTAssertEqual(server.opened, [Endpoint(host: "web.example", port: 443)])
        }
    }

    func testAnAddressInThePlaceOfAName() async throws {
        for (host, certificate) in [("127.0.0.1", "127.0.0.1"), ("[::1]", "::1")] {
            let server = WebServer(certificateHost: certificate) { try await $0.answer(body: Array($0.head.utf8)) }
            let response = try await server.client().send(request("https://\(host):8443/"))
            XCTAssertTrue(String(decoding: response.body, as: UTF8.self).contains("Host: \(host):8443\r\n"))
        }
    }

    func testAFrontedHostIsAskedForBehindTheCertificateOfAnother() async throws {
        let server = WebServer { try await $0.answer(body: Array($0.head.utf8)) }
        var request = try request()
        request.frontedHost = "hidden.example"
        let body = try await server.client().send(request).body
        XCTAssertTrue(String(decoding: body, as: UTF8.self).contains("Host: hidden.example\r\n"))
    }

    // MARK: Certificates

    func testBadCertificatesAreRefused() async throws {
        for flaw in [TestAuthority.Flaw.expired, .notYetValid, .selfSigned] {
            let server = WebServer(flaw) { _ in XCTFail("a request reached the server") }
            let error = try await code(server)
            XCTAssertEqual(error?.code, .certificate, "\(flaw)")
            XCTAssertNotNil(error?.detail)
        }
        let other = WebServer(certificateHost: "other.example") { _ in XCTFail("a request reached the server") }
        let mismatch = try await code(other)
        XCTAssertEqual(mismatch?.code, .certificate)
        let client = HTTPClient(through: other, context: try TLSContext())
        do {
            _ = try await client.send(HTTPRequest(try HTTPURL("https://other.example/")))
            XCTFail("an unknown authority")
        } catch {
            XCTAssertEqual(error.code, .certificate)
        }
        XCTAssertThrowsError(try TLSContext(trusting: .certificates(pem: "nothing")))
    }

    func testACertificateHoldsForItsOwnAddressAlone() async throws {
        for (host, certificate) in [
            ("127.0.0.2", "127.0.0.1"), ("[::2]", "::1"), ("127.0.0.1", "web.example"), ("web.example", "127.0.0.1"),
            ("a.web.example", "web.example"), ("example", "web.example"), ("a.b.web.example", "*.web.example"),
            ("web.example", "*.web.example"),
        ] {
            let server = WebServer(certificateHost: certificate) { _ in XCTFail("a request reached the server") }
            let error = try await code(server, HTTPLimits(), request("https://\(host)/"))
            XCTAssertEqual(error?.code, .certificate, "\(host) with a certificate of \(certificate)")
            XCTAssertNotNil(error?.detail)
        }
        let wildcard = WebServer(certificateHost: "*.web.example") { try await $0.answer(body: []) }
        let error = try await code(wildcard, HTTPLimits(), request("https://a.web.example/"))
        XCTAssertNil(error)
    }

    func testWhatATLSClientSaysFirst() async throws {
        let context = try TLSContext()
        for (host, isTold) in [("web.example", true), ("127.0.0.1", false)] {
            let session = try TLSSession(client: context, host: host)
            XCTAssertFalse(try session.handshake())
            let hello = session.takeOutput()
            XCTAssertEqual(hello.firstRange(of: Array(host.utf8)) != nil, isTold, host)
            // The versions that are offered: 1.3 and 1.2.
            XCTAssertNotNil(hello.firstRange(of: [0x00, 0x2B, 0x00, 0x05, 0x04, 0x03, 0x04, 0x03, 0x03] as [UInt8]))
        }
        XCTAssertThrowsError(try TLSSession(client: context, host: "")) {
            XCTAssertEqual(($0 as? HTTPError)?.code, .url)
        }
    }

    func testAServerThatGoesInTheMiddle() async throws {
        // Of the handshake.
        for count in [0, 1, 100] {
            let network = ScriptedServer { carrier, _ in _ = try await carrier.read(exactly: count) }
            let client = HTTPClient(through: network, context: try TLSContext())
            do throws(HTTPError) {
                _ = try await client.send(HTTPRequest(try HTTPURL("https://a.example/")))
                XCTFail("no answer came")
            } catch {
                XCTAssertTrue(error.code == .truncated || error.connection?.code == .broken, "\(error)")
            }
        }
        // Of the head, of a body of known length, of a chunk, and of a body that ends with the connection, where only TLS can
        // tell the end from somebody who cuts it.
        for text in [
            "", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", "HTTP/1.1 200 OK\r\n\r\nabc",
        ] {
            let server = WebServer { exchange in
                if !text.isEmpty { try await exchange.send(text) }
                // Without the farewell of TLS.
                throw CancellationError()
            }
            let error = try await code(server)
            XCTAssertEqual(error?.code, .truncated, text)
        }
    }

    func testWhatIsNoTLS() async throws {
        let network = ScriptedServer { carrier, _ in
            try await carrier.write(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
            try await carrier.echo()
        }
        let client = HTTPClient(through: network, context: try TLSContext())
        do throws(HTTPError) {
            _ = try await client.send(HTTPRequest(try HTTPURL("https://a.example/")))
            XCTFail("no TLS")
        } catch {
            XCTAssertEqual(error.code, .tls)
        }
    }

    // MARK: Bounds

    func testAnEndlessHead() async throws {
        let sent = Shared(0)
        let server = WebServer(capacity: 4096) { exchange in
            try await exchange.send("HTTP/1.1 200 OK\r\n")
            while true {
                try await exchange.send("X-More: and more\r\n")
                sent.withLock { $0 += 1 }
            }
        }
        let error = try await code(server)
        XCTAssertEqual(error?.code, .headTooLong)
        XCTAssertLessThan(sent.withLock { $0 }, 4000)
        let line = WebServer { exchange in
            while true { try await exchange.send([UInt8](repeating: 65, count: 1000)) }
        }
        let endlessLine = try await code(line)
        XCTAssertEqual(endlessLine?.code, .headTooLong)
        let interim = WebServer { exchange in
            while true { try await exchange.send("HTTP/1.1 100 Continue\r\n\r\n") }
        }
        let endlessInterim = try await code(interim)
        XCTAssertEqual(endlessInterim?.code, .headTooLong)
    }

    func testAnEndlessBody() async throws {
        var limits = HTTPLimits()
        limits.body = 10_000
        for head in ["HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"] {
            let isChunked = head.contains("chunked")
            let server = WebServer(capacity: 4096) { exchange in
                try await exchange.send(head)
                while true {
                    try await exchange.send(isChunked ? "a\r\n0123456789\r\n" : "0123456789")
                }
            }
            let error = try await code(server, limits)
            XCTAssertEqual(error?.code, .bodyTooLong, head)
        }
        let announced = WebServer { try await $0.send("HTTP/1.1 200 OK\r\nContent-Length: 10001\r\n\r\n") }
        let error = try await code(announced, limits)
        XCTAssertEqual(error?.code, .bodyTooLong)
    }

    func testWrongLengths() async throws {
        let short = WebServer { try await $0.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") }
        let error = try await code(short)
        XCTAssertEqual(error?.code, .truncated)
        let long = WebServer { try await $0.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef") }
        let response = try await long.client().send(request())
        XCTAssertEqual(String(decoding: response.body, as: UTF8.self), "abc")
    }

    func testAServerThatFallsSilent() async throws {
        let clock = ManualClock()
        let thread = try IOThread(clock: { clock.now })
        let isReached = Shared(false)
        let server = WebServer(on: thread) { exchange in
            isReached.withLock { $0 = true }
            try await Task.sleep(for: .seconds(3600))
        }
        let client = try server.client()
        let request = try request()
        async let answer = client.send(request)
        await eventually("the server was asked") { isReached.withLock { $0 } }
        clock.advance(by: .seconds(11), thread)
        do {
            _ = try await answer
            XCTFail("no answer came")
        } catch let error as HTTPError {
            XCTAssertEqual(error.connection?.code, .timedOut)
        }
    }

    func testAServerThatTakesItsTimeAtEveryStep() async throws {
        let step = Duration.seconds(3)
        // Nothing at all, not even of TLS; and a head of which a byte comes now and then.
        for isSilent in [true, false] {
            let clock = ManualClock()
            let thread = try IOThread(clock: { clock.now })
            let steps = Shared(0)
            let network = ScriptedServer(on: thread) { carrier, _ in
                steps.withLock { $0 += 1 }
                _ = try await carrier.read(exactly: 1_000_000)
            }
            let server = WebServer(on: thread) { exchange in
                // After the last of these the time is over.
                for byte in Array("HTTP".utf8) {
                    try await exchange.send([byte])
                    steps.withLock { $0 += 1 }
                    clock.advance(by: step, thread)
                }
                try await Task.sleep(for: .seconds(3600))
            }
            let context = try TLSContext(trusting: .certificates(pem: server.authority.pem))
            let dialer: any Dialer = isSilent ? network : server
            let client = HTTPClient(through: dialer, context: context)
            let request = try request()
            async let answer = client.send(request)
            await eventually("the server was asked") { steps.withLock { $0 > 0 } }
            if isSilent { clock.advance(by: .seconds(11), thread) }
            do {
                _ = try await answer
                XCTFail("an answer after \(steps.withLock { $0 }) steps")
            } catch let error as HTTPError {
                XCTAssertEqual(error.connection?.code, .timedOut)
            }
        }
    }

    func testCancellingGivesTheConnectionBack() async throws {
        for network in try TestNetwork.sockets() {
            let held = Shared<[Connection]>([])
            // It takes what comes for whatever it is, and says nothing.
            let service = try network.listen { connection in
                held.withLock { $0.append(connection) }
                connection.pauseReading()
                return Recorder()
            }
            let before = descriptorCount
            let client = HTTPClient(through: network.dialer, context: try TLSContext())
            let url = try HTTPURL("https://127.0.0.1:\(service.endpoint.port)/")
            let request = Task<HTTPResponse, any Error> { try await client.send(HTTPRequest(url)) }
            await eventually("\(network.name): the server was asked") { held.withLock { !$0.isEmpty } }
            request.cancel()
            let result = await request.result
            XCTAssertThrowsError(try result.get()) { error in
                XCTAssertEqual((error as? HTTPError)?.connection?.code, .cancelled, network.name)
            }
            for connection in held.withLock({ $0 }) { connection.close() }
            held.withLock { $0 = [] }
            await eventually("\(network.name): all descriptors are back") { descriptorCount <= before }
            withExtendedLifetime(service) {}
        }
    }

    // MARK: Redirects

    func testCredentialsStayWithTheirServer() async throws {
        let heads = Shared<[String]>([])
        let server = WebServer { exchange in
            heads.withLock { [head = exchange.head] in $0.append(head) }
            switch exchange.line {
            case "GET /a?b=c": try await exchange.answer("302 Found", "Location: /own\r\n", "")
            case "GET /own": try await exchange.answer("307 Go", "Location: https://other.example/\r\n", "")
            default: try await exchange.answer("200 OK", "", "")
            }
        }
        var request = try request()
        request.fields = [("Authorization", "Bearer token"), ("cookie", "token"), ("Accept", "text/plain")]
        _ = try await server.client().send(request)
        XCTAssertEqual(heads.withLock { $0.map { $0.contains("token") } }, [true, true, false])
        XCTAssertTrue(heads.withLock { $0.allSatisfy { $0.contains("Accept: text/plain\r\n") } })
    }

    func testRedirectsAreFollowedAndBounded() async throws {
        let server = WebServer { exchange in
            switch exchange.line {
            case "GET /a?b=c": try await exchange.answer("302 Found", "Location: /next\r\n", "")
            case "GET /next": try await exchange.answer("307 Go", "Location: https://b.example/end#x\r\n", "")
            default: try await exchange.answer("200 OK", "", exchange.endpoint.host)
            }
        }
        let response = try await server.client().send(request())
        XCTAssertEqual(String(decoding: response.body, as: UTF8.self), "b.example")
        let loop = WebServer { try await $0.answer("302 Found", "Location: /a?b=c\r\n", "") }
        let error = try await code(loop)
        XCTAssertEqual(error?.code, .tooManyRedirects)
        XCTAssertEqual(loop.opened.count, 4)
        let posted = WebServer { exchange in
            if exchange.line == "POST /a?b=c" {
                try await exchange.answer("303 See Other", "Location: /result\r\n", "")
            } else {
                try await exchange.answer("200 OK", "", "\(exchange.line) \(exchange.body.count)")
            }
        }
        var post = try request()
        post.method = "POST"
        post.body = [1]
        let result = try await posted.client().send(post)
        XCTAssertEqual(String(decoding: result.body, as: UTF8.self), "GET /result 0")
        for place in ["http://b.example/", "ftp://b.example/", "//b.example/", "", "https://user@b.example/"] {
            let server = WebServer { try await $0.answer("302 Found", "Location: \(place)\r\n", "") }
            let error = try await code(server)
            XCTAssertEqual(error?.code, .badRedirect, place)
        }
        let nowhere = WebServer { try await $0.answer("302 Found", "", "") }
        let missing = try await code(nowhere)
        XCTAssertEqual(missing?.code, .badRedirect)
    }

    func testFieldsDoNotBreakOutOfTheirLines() async throws {
        let server = WebServer { try await $0.answer("200 OK", "", "") }
        var request = try request()
        request.fields = [("X", "a\r\nY: b")]
        let error = try await code(server, HTTPLimits(), request)
        XCTAssertEqual(error?.code, .url)
        XCTAssertEqual(server.opened, [])
    }
}

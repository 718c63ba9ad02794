// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramCrypto
import FerogramTLJSON
import FerogramTestSupport

/// What web servers, proxies and the services of names answer, and objects as JSON.
enum WebFuzz {
    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static func target() -> FuzzTarget {
        FuzzTarget(name: "web", run: run) { generator in
            ByteMutation.damaged(oneOf: corpus, isText: true, using: &generator)
        }
    }

    static func run(_ input: [UInt8]) throws {
        // However an answer is cut, it is the same one.
        let whole = try? ConnectBytes.readResponse(input, size: max(1, input.count))
        let pieces = try? ConnectBytes.readResponse(input, size: 3)
        guard whole?.status == pieces?.status, whole?.body == pieces?.body else {
            throw Failure(description: "an answer that comes in pieces is another one")
        }
        _ = JSONValue(input)
        ConnectBytes.readNames(input, of: "ex.org")
        _ = ConnectBytes.readProxyAnswers(input, target: Endpoint(host: "ex.org", port: 443))
        _ = try? SpecialConfig.open(input)
        let text = String(decoding: input, as: UTF8.self)
        _ = try? RSAPublicKey(pem: text)
        if let bytes = try? TLJSON.current.bytes(from: text) {
            guard let again = try? TLJSON.current.text(of: bytes),
                let bytesAgain = try? TLJSON.current.bytes(from: again), bytesAgain == bytes
            else { throw Failure(description: "an object that was read from JSON is another one when it is written") }
        }
    }

    private static let corpus: [[UInt8]] = {
        let body =
            #"{"Status":0,"Question":[{"name":"ex.org.","type":1}],"Answer":[{"name":"ex.org.","type":1,"#
            + #""TTL":60,"data":"1.2.3.4"},{"name":"ex.org.","type":28,"TTL":-1,"data":"2001:db8::1"},"#
            + #"{"name":"ex.org.","type":16,"TTL":1e9,"data":"\"a\" \"b\""}]}"#
        return [
            "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0;x=y\r\n\r\n",
            "HTTP/1.0 404 Not Found\r\nConnection: close\r\n\r\nnothing",
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n", body,
            #"{"_":"inputPeerUser","user_id":"5","access_hash":"-9223372036854775808"}"#,
            #"{"_":"messages.sendMessage","peer":{"_":"inputPeerSelf"},"message":"\u00e9\ud83d","random_id":"1"}"#,
            #"[1,-0.5e-3,true,null,"x",[],{}]"#, String(repeating: "[", count: 300),
            "-----BEGIN RSA PUBLIC KEY-----\nMIIBCgKCAQEA\n-----END RSA PUBLIC KEY-----\n",
            String(repeating: "Ab+/", count: 86),
        ].map { Array($0.utf8) } + [
            [5, 2, 1, 0, 5, 0, 0, 1, 1, 2, 3, 4, 1, 187], [5, 2, 1, 0, 5, 0, 0, 3, 2, 65, 66, 1, 187], [5, 255],
        ]
    }()
}

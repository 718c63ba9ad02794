// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramCrypto

/// Where the signed addresses are published, and how to ask there.
package struct EmergencySources: Sendable {
    /// A place that publishes them.
    package enum Source: Hashable, Sendable {
        /// The TXT record of a name, in two pieces, asked for over HTTPS.
        case text(name: String)
        /// A file whose text is all there is.
        case file(url: String, frontedHost: String? = nil)
        /// A value of JSON that is a text.
        case json(url: String)
        /// A document of Firestore with this field.
        case document(url: String, field: String)
    }

    /// Telegram's places.
    ///
    /// - Parameter isTest: Whether the test servers are meant.
    /// - Returns: The places.
    package static func telegram(isTest: Bool) -> [Source] {
        let text = Source.text(name: isTest ? "tapv3.stel.com" : "apv3.stel.com")
        let file = Source.file(
            url: "https://software-download.microsoft.com/\(isTest ? "test" : "prod")v2/config.txt",
            frontedHost: "tcdnb.azureedge.net")
        // The others have nothing for the test servers.
        if isTest { return [text, file] }
        let documents = "https://firestore.googleapis.com/v1/projects/reserve-5a846/databases/(default)/documents"
        return [
            text, .json(url: "https://reserve-5a846.firebaseio.com/ipconfigv3.json"),
            .document(url: "\(documents)/ipconfig/v3", field: "data"), file,
        ]
    }

    private let client: HTTPClient
    private let resolver: DNSOverHTTPS
    private let sources: [Source]
    private let key: RSAPublicKey

    /// Creates a way to ask.
    ///
    /// - Parameters:
    ///   - client: Asks web servers.
    ///   - resolver: Asks for TXT records.
    ///   - sources: The places.
    ///   - key: Who signs the addresses.
    package init(
        _ client: HTTPClient, _ resolver: DNSOverHTTPS, sources: [Source], key: RSAPublicKey = .telegramSpecialConfig
    ) {
        self.client = client
        self.resolver = resolver
        self.sources = sources
        self.key = key
    }

    /// Asks all places at once.
    ///
    /// - Parameter unixTime: The time in seconds since 1970.
    /// - Returns: The first addresses that are signed and hold now.
    /// - Throws: ``HTTPError`` if no place has any.
    package func addresses(unixTime: Int64) async throws(HTTPError) -> EmergencyAddresses {
        do {
            return try await StaggeredRace.run(
                sources, delays: sources.map { _ in .zero }, on: client.thread
            ) { source in
                guard let addresses = EmergencyAddresses(text: try await self.text(source), key: self.key),
                    addresses.hold(at: unixTime)
                else { throw HTTPError(.unexpectedBody) }
                return addresses
            } discard: { _ in
            }.value
        } catch {
            throw error.errors.lazy.compactMap { $0 as? HTTPError }.first ?? HTTPError(.connection)
        }
    }

    private func text(_ source: Source) async throws(HTTPError) -> [UInt8] {
        switch source {
        case .text(let name):
            let texts = try await resolver.texts(of: name)
            guard texts.count == 2 else { throw HTTPError(.unexpectedBody) }
            // The order of records is anybody's; the longer one is the beginning.
            return Array(texts.sorted { $0.utf8.count > $1.utf8.count }.joined().utf8)
        case .file(let url, let frontedHost):
            var request = HTTPRequest(try HTTPURL(url))
            request.frontedHost = frontedHost
            return try await fetch(request)
        case .json(let url):
            let json = JSONValue(try await fetch(HTTPRequest(try HTTPURL(url))))
            guard let text = json?.text else { throw HTTPError(.unexpectedBody) }
            return Array(text.utf8)
        case .document(let url, let field):
            let json = JSONValue(try await fetch(HTTPRequest(try HTTPURL(url))))
            guard let text = json?["fields"]?[field]?["stringValue"]?.text else { throw HTTPError(.unexpectedBody) }
            return Array(text.utf8)
        }
    }

    private func fetch(_ request: HTTPRequest) async throws(HTTPError) -> [UInt8] {
        var request = request
        request.fields.append(("User-Agent", DNSOverHTTPS.userAgent))
        let response = try await client.send(request)
        guard response.status == 200 else { throw HTTPError(.status, "\(response.status)") }
        return response.body
    }
}

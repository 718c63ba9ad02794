// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
internal import FerogramCrypto
import FerogramMTProto

/// Asks for names over HTTPS, in the JSON form that public resolvers offer.
///
/// All services are asked at once, and the first answer that has something in it counts. Answers are kept as long as they
/// say, but for no less than 10 seconds and no more than five minutes.
package final class DNSOverHTTPS: Sendable {
    /// What is asked for.
    package enum Kind: Int, Hashable, Sendable {
        /// IPv4 addresses.
        case ipv4 = 1
        /// Texts.
        case text = 16
        /// IPv6 addresses.
        case ipv6 = 28

        fileprivate var name: String {
            switch self {
            case .ipv4: "A"
            case .text: "TXT"
            case .ipv6: "AAAA"
            }
        }
    }

    private struct Question: Hashable, Sendable {
        let name: String
        let kind: Kind
    }

    private struct Answer: Sendable {
        let data: [String]
        let end: MonotonicTime
    }

    /// Google's and Cloudflare's, by their names and by their addresses: where answers to names are forged, the names of
    /// these services are too.
    package static let publicServices = [
        "https://dns.google/resolve", "https://mozilla.cloudflare-dns.com/dns-query", "https://8.8.8.8/resolve",
        "https://1.1.1.1/dns-query",
    ]

    private static let keptSeconds = 10...300
    private static let maximumAnswers = 256
    private static let maximumData = 32
    private static let maximumRecords = 128
    /// How many names may lead from one to the next.
    private static let longestChain = 16
    /// The type of a record that says what a name stands for.
    private static let nameOfAnother = 5
    /// What a browser of the desktop says of itself.
    static let userAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"

    private let client: HTTPClient
    private let services: [String]
    private let answers = Lock<[Question: Answer]>([:])

    /// Creates a resolver with an empty memory.
    ///
    /// - Parameters:
    ///   - client: Makes the requests.
    ///   - services: The URLs of the services, without a query.
    package init(_ client: HTTPClient, services: [String] = publicServices) {
        self.client = client
        self.services = services
    }

    /// Asks for the addresses of a name.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - includesIPv6: Whether IPv6 addresses are of use; they come first, and in turn with the others.
    ///   - limit: Until when, on the clock of the client's thread, if that is earlier than the client's limits say.
    /// - Returns: One address or more.
    /// - Throws: ``HTTPError``.
    package func addresses(
        of name: String, includesIPv6: Bool, until limit: MonotonicTime? = nil
    ) async throws(HTTPError) -> [String] {
        guard includesIPv6 else { return try await data(of: name, .ipv4, limit) }
        async let answer = try? data(of: name, .ipv6, limit)
        var failure: HTTPError?
        var four: [String] = []
        do throws(HTTPError) {
            four = try await data(of: name, .ipv4, limit)
        } catch {
            failure = error
        }
        let six = await answer ?? []
        if let failure, six.isEmpty { throw failure }
        return Self.inTurn(six, four)
    }

    private static func inTurn(_ first: [String], _ second: [String]) -> [String] {
        (0..<max(first.count, second.count)).flatMap { index in
            [first, second].compactMap { index < $0.count ? $0[index] : nil }
        }
    }

    /// Asks for the texts of a name.
    ///
    /// - Parameter name: The name.
    /// - Returns: One text or more.
    /// - Throws: ``HTTPError``.
    package func texts(of name: String) async throws(HTTPError) -> [String] {
        try await data(of: name, .text, nil)
    }

    private func data(
        of name: String, _ kind: Kind, _ limit: MonotonicTime?
    ) async throws(HTTPError) -> [String] {
        let question = Question(name: name.lowercased(), kind: kind)
        let now = client.thread.now
        if let known = answers.withLock({ $0[question] }), now < known.end { return known.data }
        let (data, lifetime) = try await ask(question, limit)
        answers.withLock { answers in
            if answers.count >= Self.maximumAnswers {
                answers = answers.filter { now < $0.value.end }
                if answers.count >= Self.maximumAnswers { answers = [:] }
            }
            answers[question] = Answer(data: data, end: now + .seconds(lifetime))
        }
        return data
    }

    private func ask(
        _ question: Question, _ limit: MonotonicTime?
    ) async throws(HTTPError) -> (data: [String], lifetime: Int) {
        var generator = SystemRandomness()
        // Answers of different lengths say less to who watches when the questions' lengths are random.
        let padding = String(
            (0..<Int.random(in: 13...128, using: &generator)).map { _ in
                "abcdefghijklmnopqrstuvwxyz0123456789".randomElement(using: &generator) ?? "a"
            })
        do {
            return try await StaggeredRace.run(
                services, delays: services.map { _ in .zero }, on: client.thread
            ) { service in
                try await self.ask(question, service, padding: padding, limit)
            } discard: { _ in
            }.value
        } catch {
            throw error.errors.lazy.compactMap { $0 as? HTTPError }.first ?? HTTPError(.connection)
        }
    }

    private func ask(
        _ question: Question, _ service: String, padding: String, _ limit: MonotonicTime?
    ) async throws(HTTPError) -> (data: [String], lifetime: Int) {
        guard (1...253).contains(question.name.utf8.count),
            question.name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"&#?/:%+".utf8.contains($0) })
        else { throw HTTPError(.url) }
        let url = "\(service)?name=\(question.name)&type=\(question.kind.name)&random_padding=\(padding)"
        var request = HTTPRequest(try HTTPURL(url))
        request.fields = [("Accept", "application/dns-json"), ("User-Agent", Self.userAgent)]
        let response = try await client.send(request, until: limit)
        guard response.status == 200 else { throw HTTPError(.status, "\(response.status)") }
        return try Self.read(response.body, question.kind, of: question.name)
    }

    /// Reads an answer.
    ///
    /// What it says of other names than the one that was asked for, and those to which that one leads, is passed over.
    ///
    /// - Parameters:
    ///   - body: The answer.
    ///   - kind: What was asked for.
    ///   - name: The name, in lower case.
    /// - Returns: The data of the records, and how many seconds to keep them.
    /// - Throws: ``HTTPError`` if it is none, answers another question, or has nothing in it.
    static func read(
        _ body: [UInt8], _ kind: Kind, of name: String
    ) throws(HTTPError) -> (data: [String], lifetime: Int) {
        guard let json = JSONValue(body), json["Status"]?.integer == 0 else { throw HTTPError(.unexpectedBody) }
        for question in json["Question"]?.elements ?? [] {
            guard question["type"]?.integer == kind.rawValue, plain(question["name"]?.text) == plain(name) else {
                throw HTTPError(.unexpectedBody, "the answer to another question")
            }
        }
        let records = (json["Answer"]?.elements ?? []).prefix(maximumRecords)
        let names = names(of: name, records)
        var data: [String] = []
        var lifetime = keptSeconds.upperBound
        for record in records where record["type"]?.integer == kind.rawValue {
            guard let text = record["data"]?.text, let value = value(text, kind), data.count < maximumData,
                record["name"].map({ names.contains(plain($0.text)) }) ?? true
            else { continue }
            data.append(value)
            lifetime = min(lifetime, record["TTL"]?.integer ?? 0)
        }
        guard !data.isEmpty else { throw HTTPError(.unexpectedBody, "no such record") }
        return (data, max(lifetime, keptSeconds.lowerBound))
    }

    /// A name without the dot at its end, in lower case.
    private static func plain(_ name: String?) -> String {
        guard let name = name?.lowercased() else { return "" }
        return name.hasSuffix(".") ? String(name.dropLast()) : name
    }

    /// The name that was asked for, and those to which the answer says that it leads.
    private static func names(of name: String, _ records: ArraySlice<JSONValue>) -> Set<String> {
        var names: Set = [plain(name)]
        // Every round follows one step at least, and a circle ends as soon as it says nothing new.
        for _ in 0..<longestChain {
            let known = names.count
            for record in records where record["type"]?.integer == nameOfAnother {
                if names.contains(plain(record["name"]?.text)) { names.insert(plain(record["data"]?.text)) }
            }
            if names.count == known { break }
        }
        return names
    }

    private static func value(_ text: String, _ kind: Kind) -> String? {
        switch (kind, NumericAddress(text)) {
        case (.ipv4, .v4), (.ipv6, .v6): return text
        case (.text, _):
            // One text may come in several pieces, each in quotation marks.
            guard text.hasPrefix("\"") else { return text }
            return text.split(separator: "\"").filter { !$0.allSatisfy { $0 == " " } }.joined()
        default: return nil
        }
    }
}

/// Resolves names over HTTPS before it connects, and by the system's means if that does not work.
package struct HTTPSResolvingDialer: Dialer {
    private let resolver: DNSOverHTTPS
    private let includesIPv6: Bool
    private let base: any Dialer

    package var thread: IOThread { base.thread }

    /// Creates a dialer.
    ///
    /// - Parameters:
    ///   - resolver: Knows the names.
    ///   - includesIPv6: Whether IPv6 addresses are of use.
    ///   - base: How to get to the addresses.
    package init(_ resolver: DNSOverHTTPS, includesIPv6: Bool, through base: any Dialer) {
        self.resolver = resolver
        self.includesIPv6 = includesIPv6
        self.base = base
    }

    package func open(
        _ endpoint: Endpoint, deadline: MonotonicTime?
    ) async throws(ConnectionError) -> any ByteStream {
        guard NumericAddress(endpoint.host) == nil, let addresses = await addresses(of: endpoint.host, deadline)
        else { return try await base.open(endpoint, deadline: deadline) }
        let base = base
        do {
            return try await StaggeredRace.run(
                addresses, delays: addresses.map { _ in StaggeredRace.usualDelay }, on: thread
            ) { address in
                try await base.open(Endpoint(host: address, port: endpoint.port), deadline: deadline)
            } discard: { _ in
                // A stream that nobody takes closes itself.
            }.value
        } catch {
            throw Task.isCancelled ? ConnectionError(.cancelled, endpoint: endpoint) : error.connectionError
        }
    }

    /// How many addresses of a name are tried.
    private static let maximumAddresses = 16

    /// Asks for addresses; `nil` says that the system is to be asked, for which half of the time is left.
    private func addresses(of host: String, _ deadline: MonotonicTime?) async -> [String]? {
        let now = thread.now
        let found = try? await resolver.addresses(
            of: host, includesIPv6: includesIPv6, until: deadline.map { now + ($0 - now) / 2 })
        return found.map { Array($0.prefix(Self.maximumAddresses)) }
    }
}

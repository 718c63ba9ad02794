// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// What clients ask about the server itself.
    mutating func addHelp() {
        onAnyone(TL.help.GetConfig.self) { _, call, engine in engine.config(for: call.dataCenter) }
        // There are no kinds of links that are newer than the server.
        onAnyone(TL.help.GetDeepLinkInfo.self) { _, _, _ in .empty }
        onAnyone(TL.help.GetNearestDc.self) { _, call, _ in
            TL.NearestDc(country: "XX", thisDC: Int32(call.dataCenter), nearestDC: Int32(call.dataCenter))
        }
        onAnyone(TL.help.GetAppConfig.self) { request, _, _ in
            if request.hash == Self.appConfigHash { return .notModified }
            return .appConfig(.init(hash: Self.appConfigHash, config: .object(.init(value: []))))
        }
        onAnyone(TL.help.GetCountriesList.self) { _, _, _ in
            // The numbers of the test servers belong to no country.
            .countriesList(
                .init(
                    countries: [
                        .init(
                            iso2: "XX", defaultName: "Nowhere",
                            countryCodes: [.init(countryCode: "999", patterns: ["XXX X XXXX"])])
                    ], hash: 1))
        }
        onAnyone(TL.help.GetTimezonesList.self) { _, _, _ in
            .timezonesList(.init(timezones: [.init(id: "Etc/UTC", name: "UTC", utcOffset: 0)], hash: 1))
        }
        onAnyone(TL.help.AcceptTermsOfService.self) { _, _, _ in true }
        onAnyone(TL.help.GetCdnConfig.self) { _, _, engine in
            let listed = engine.cdnKeys.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
            return TL.CdnConfig(publicKeys: listed.map { .init(dcID: Int32(clamping: $0.key), publicKey: $0.value) })
        }
        onAnyone(TL.help.GetAppUpdate.self) { _, _, _ in .noAppUpdate }
        onAnyone(TL.help.GetTermsOfServiceUpdate.self) { _, _, engine in
            .empty(.init(expires: Int32(clamping: engine.unixTime + 3600)))
        }
        onEngine(TL.help.GetPromoData.self, .anywhere) { _, _, engine in
            .empty(.init(expires: Int32(clamping: engine.unixTime + 3600)))
        }
        on(TL.aicompose.GetTones.self, .person) { _, _, _ in .tones(.init(hash: 0, tones: [], users: [])) }
        on(TL.help.SetBotUpdatesStatus.self, .bot) { _, _, _ in true }
    }

    private static let appConfigHash: Int32 = 1
}

extension Engine {
    /// How long clients may keep the configuration, in seconds.
    private static let configLifetime: Int64 = 3600

    func config(for dataCenter: Int) -> TL.Config {
        let options = ports.enumerated().map { index, port in
            TL.DcOption(
                static: true, thisPortOnly: true, id: Int32(index + 1), ipAddress: "127.0.0.1", port: Int32(port))
        }
        return TL.Config(
            revokePMInbox: true, date: world.date, expires: Int32(clamping: unixTime + Self.configLifetime),
            testMode: false, thisDC: Int32(dataCenter), dcOptions: options, dcTxtDomainName: "localhost",
            chatSizeMax: Int32(clamping: world.limits.groupMembers),
            megagroupSizeMax: Int32(clamping: world.limits.channelMembers), forwardedCountMax: 100,
            onlineUpdatePeriodMs: 210_000,
            offlineBlurTimeoutMs: 5000, offlineIdleTimeoutMs: 30_000, onlineCloudTimeoutMs: 300_000,
            notifyCloudDelayMs: 30_000, notifyDefaultDelayMs: 1500, pushChatPeriodMs: 60_000, pushChatLimit: 2,
            editTimeLimit: 172_800, revokeTimeLimit: Int32.max, revokePMTimeLimit: Int32.max, ratingEDecay: 2_419_200,
            stickersRecentLimit: 200, channelsReadMediaPeriod: 604_800, callReceiveTimeoutMs: 20_000,
            callRingTimeoutMs: 90_000, callConnectTimeoutMs: 30_000, callPacketTimeoutMs: 10_000,
            meURLPrefix: "https://t.me/", captionLengthMax: 1024,
            messageLengthMax: Int32(clamping: world.limits.messageLength), webfileDCID: Int32(dataCenter))
    }
}

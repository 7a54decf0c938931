/// An authority, and what it signed, for tests alone: nobody trusts it. Made with OpenSSL; valid from 2020 to 2120, but for
/// `expired`, which ended with 2019.
enum TestCertificates {
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBVTCB/KADAgECAgIQADAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5UZXN0IGF1
        dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowGTEXMBUG
        A1UEAwwOVGVzdCBhdXRob3JpdHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQo
        r9gbnBEz7BXgSWkWWSQhi+ANIdnVRCR5gPTSRQ2BRN9fWejocJOD399hi7ltZBmb
        JO2ul6eqL/RcF5lvvvCOozIwMDAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBSQ
        r94wrB+WGTMtvM89pNbZOXFW0zAKBggqhkjOPQQDAgNIADBFAiBgZ8NzCRj/ZTC7
        JI/QmJHbSySlPUYPR0+bTc4niWnWugIhANy2Ul94yxBHrTi7MUASFnjThnBxh0QT
        lGWWS57JpDsd
        -----END CERTIFICATE-----
        """

    /// Of the authority's subject, as `openssl x509 -subject_hash` tells it.
    static let authorityHash = "f20e0b1e"

    static let server = """
        -----BEGIN CERTIFICATE-----
        MIIBejCCASCgAwIBAgICEAEwCgYIKoZIzj0EAwIwGTEXMBUGA1UEAwwOVGVzdCBh
        dXRob3JpdHkwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBExDzAN
        BgNVBAMMBnNlcnZlcjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPVrfIrDZp/j
        Dhw2gHfWaW5nW8DMNNnBeNZqfVDVbezMY8qAMbmN5Qrbp7LMbML3drBRlmIPzLB3
        F+vYtnVRZiSjXjBcMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAdBgNVHQ4E
        FgQUg+UiUi6+Ip664aBGmnKFn02mqfkwHwYDVR0jBBgwFoAUkK/eMKwflhkzLbzP
        PaTW2TlxVtMwCgYIKoZIzj0EAwIDSAAwRQIgKvy2bMphEu5kByrgUGNKjaJr92rd
        9DR/mUcjMr5lkhsCIQCxY4V5M8ScrO1wZyWmFGuE0jc6Mgt6RAk8j6W/EBzmjw==
        -----END CERTIFICATE-----
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg0exPqLqp/gv884U0
        1NoRj+etvKLqMyhNbRV3O+MoFn+hRANCAAT1a3yKw2af4w4cNoB31mluZ1vAzDTZ
        wXjWan1Q1W3szGPKgDG5jeUK26eyzGzC93awUZZiD8ywdxfr2LZ1UWYk
        -----END PRIVATE KEY-----
        """

    static let otherName = """
        -----BEGIN CERTIFICATE-----
        MIIBdjCCAR2gAwIBAgICEAIwCgYIKoZIzj0EAwIwGTEXMBUGA1UEAwwOVGVzdCBh
        dXRob3JpdHkwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBAxDjAM
        BgNVBAMMBW90aGVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZB9gdrxQktHW
        FwcOg2z+KAp3FUyQBzBRbKGNZ/seg6bldWeBH9EkhtlbmcP00Xt9ZD4uRjTESSkf
        DIg2P9Bx8qNcMFowGAYDVR0RBBEwD4INb3RoZXIuZXhhbXBsZTAdBgNVHQ4EFgQU
        d35dxO974DX7dVAiablHIqvgPDMwHwYDVR0jBBgwFoAUkK/eMKwflhkzLbzPPaTW
        2TlxVtMwCgYIKoZIzj0EAwIDRwAwRAIgcxeEWJjKEqIwadIchbgbetDeTix9L1Rc
        /211GlnIpKwCIE2RbNx346DzFf/r1nkcPzwMarQwtC+4gy5kfFbmyfHa
        -----END CERTIFICATE-----
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgYP7cYYUO5OPMAFaJ
        rYHxFxgFp0QRYJZSoHD3u8x1VL2hRANCAARkH2B2vFCS0dYXBw6DbP4oCncVTJAH
        MFFsoY1n+x6DpuV1Z4Ef0SSG2VuZw/TRe31kPi5GNMRJKR8MiDY/0HHy
        -----END PRIVATE KEY-----
        """

    static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBeTCCAR+gAwIBAgICEAQwCgYIKoZIzj0EAwIwGTEXMBUGA1UEAwwOVGVzdCBh
        dXRob3JpdHkwHhcNMTkwMTAxMDAwMDAwWhcNMjAwMTAxMDAwMDAwWjASMRAwDgYD
        VQQDDAdleHBpcmVkMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEgNMCwMLiEipS
        HsW/tetIhmPObHWiC1MtVfBiVIoqfjqTz4SQavz+GJukXEAIygwxmlvWazSvtIJ/
        LbNyA1vhwaNeMFwwGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMB0GA1UdDgQW
        BBS9BPefhtvMtyqpsEZC606oJNXN7jAfBgNVHSMEGDAWgBSQr94wrB+WGTMtvM89
        pNbZOXFW0zAKBggqhkjOPQQDAgNIADBFAiAQopjEOh7rEPqfXyM8sBROm/B1TMg/
        Te1/EFDkh91A5wIhAMSmoG6ZBON3MmUTtyPR+XSmp2ULUwcGenb5tBawR6TO
        -----END CERTIFICATE-----
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg7HEya8lMaJiCKBK6
        3bv8grlzFVOVAPElsZMgum0ajPOhRANCAASA0wLAwuISKlIexb+160iGY85sdaIL
        Uy1V8GJUiip+OpPPhJBq/P4Ym6RcQAjKDDGaW9ZrNK+0gn8ts3IDW+HB
        -----END PRIVATE KEY-----
        """

    static let client = """
        -----BEGIN CERTIFICATE-----
        MIIBcDCCARegAwIBAgICEAMwCgYIKoZIzj0EAwIwGTEXMBUGA1UEAwwOVGVzdCBh
        dXRob3JpdHkwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBExDzAN
        BgNVBAMMBmNsaWVudDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABF8w6Kb2TBJI
        BvphyWwaSPEFmdSD3AsI13OiDVyEMQDiIyjZkiKkQkR+vwt/DUs80lwp0ELMSXK7
        diX2Q99En7+jVTBTMBEGA1UdEQQKMAiCBmNsaWVudDAdBgNVHQ4EFgQUtV2fISHJ
        aMyow3HlZC2Pgq773r8wHwYDVR0jBBgwFoAUkK/eMKwflhkzLbzPPaTW2TlxVtMw
        CgYIKoZIzj0EAwIDRwAwRAIgXhzhNt6B1VdQOA0gWDlYGt/xOGf62PpmxV/Lx7eN
        rIgCIHiBqor1H99RAwQSgqdOAJcsknwJGqtl2YykMdCcj7xY
        -----END CERTIFICATE-----
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgL2LW1YRi6aEeMBD2
        GajjACT7MJfLY7FlrveoJE5c0VChRANCAARfMOim9kwSSAb6YclsGkjxBZnUg9wL
        CNdzog1chDEA4iMo2ZIipEJEfr8Lfw1LPNJcKdBCzElyu3Yl9kPfRJ+/
        -----END PRIVATE KEY-----
        """
}

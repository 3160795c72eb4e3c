/* SPDX-License-Identifier: MIT
 * Preloaded into sink, reference and alipay-lua alike: RSA without its arithmetic, to count what is
 * left. A "signature" is the padded digest itself, which verifying takes out again, so that
 * everything around the arithmetic (contexts, digests, comparisons) still runs and a wrong reply
 * still fails. */
#define OPENSSL_API_COMPAT 0x10100000L
#include <string.h>

#include <openssl/rsa.h>

static int sign(int len, const unsigned char *from, unsigned char *to, RSA *rsa, int padding) {
    (void)padding;
    int size = RSA_size(rsa);
    memset(to, 0, (size_t)size);
    to[0] = (unsigned char)len;
    memcpy(to + 1, from, (size_t)len);
    return size;
}

static int recover(int len, const unsigned char *from, unsigned char *to, RSA *rsa, int padding) {
    (void)rsa, (void)padding;
    if (len <= from[0]) return -1;
    memcpy(to, from + 1, from[0]);
    return from[0];
}

__attribute__((constructor)) static void install(void) {
    RSA_METHOD *method = RSA_meth_dup(RSA_PKCS1_OpenSSL());
    if (!method) return;
    RSA_meth_set_priv_enc(method, sign);
    RSA_meth_set_pub_dec(method, recover);
    RSA_set_default_method(method);
}

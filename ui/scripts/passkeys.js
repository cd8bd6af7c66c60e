/**
 * Passkeys in the browser with a virtual authenticator: a key is added, signs in without a password, is named, is removed
 * and signs in no more. The page is opened under the name that the portal has (`MOTCUA_PUBLIC_URL`).
 */

/** A device that checks its owner; whether it does now. */
async function device(page) {
  await page.ask('WebAuthn.enable');
  const { authenticatorId } = await page.ask('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true
    }
  });
  const checks = async (is) => page.ask('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: is });
  const gone = async () => {
    await page.ask('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    await page.ask('WebAuthn.disable');
  };
  return { checks, gone };
}

/** The pages as a citizen with a device that checks its owner. */
export async function passkeys(page, name, { visit, send, contains, look, arrived }) {
  const { checks, gone } = await device(page);
  await visit(page, '/dang-ky');
  await page.type('#name', 'Phạm Văn Khóa');
  await page.type('#login', `khoa-${name}@example.vn`);
  await page.type('#password', 'mật khẩu rất dài');
  await send(page, 'main form button');
  await visit(page, '/tai-khoan');
  await contains(page, 'Khóa truy cập');
  await visit(page, '/tai-khoan/khoa');
  await look(page, 'passkeys-none');
  await page.type('#password', 'mật khẩu sai rồi');
  await page.click('form[data-passkey] button');
  await says(page, 'Mật khẩu không đúng');
  await look(page, 'passkeys-wrong-password');
  await page.run("document.querySelector('#password').value = ''");
  await page.type('#password', 'mật khẩu rất dài');
  await send(page, 'form[data-passkey] button');
  await contains(page, 'Đã thêm khóa truy cập');
  await look(page, 'passkeys-one');

  const signOut = async () => {
    await visit(page, '/tai-khoan');
    await send(page, '#sign-out');
    await visit(page, '/dang-nhap?ve=/tai-khoan/khoa');
  };
  await signOut();
  await look(page, 'passkeys-sign-in');
  await checks(false);
  await page.click('#passkey button');
  await says(page, 'Thiết bị chưa đưa ra khóa nào');
  await checks(true);
  await send(page, '#passkey button');
  await contains(page, 'dùng lần cuối');
  await send(page, 'main section.card form button');
  await contains(page, 'Đã bỏ khóa truy cập');
  await signOut();
  await page.click('#passkey button');
  await says(page, 'chưa đăng nhập được ở đây');
  await look(page, 'passkeys-removed');
  await gone();
  await visit(page, '/');
  await arrived(page);
}

/** The same at the staff's door: the head adds a key and enters with it, an administrator removes it. */
export async function staffPasskeys(page, { visit, send, contains, look }) {
  const { gone } = await device(page);
  const enters = async (user) => {
    await page.type('#user', user);
    await page.type('#secret', 'motcua');
    await send(page, 'main form button');
  };
  await visit(page, '/quan-tri/vao');
  await enters('thd.ld');
  await visit(page, '/quan-tri/khoa');
  await look(page, 'staff-passkeys-none');
  await page.run("document.querySelector('#name').value = 'Máy tính bàn'");
  await page.type('#password', 'motcua');
  await send(page, 'form[data-passkey] button');
  await contains(page, 'Đã thêm khóa truy cập');
  await look(page, 'staff-passkeys-one');
  await send(page, '.who form button');
  await look(page, 'staff-passkeys-sign-in');
  await send(page, '#passkey button');
  await contains(page, 'Xin chào');
  await visit(page, '/quan-tri/khoa?lang=en');
  await contains(page, 'last used at');
  await look(page, 'staff-passkeys-used-english');
  await visit(page, '/quan-tri/khoa?lang=vi');
  await send(page, '.who form button');
  await enters('thd.qt');
  await visit(page, '/quan-tri/nguoi/thd.ld');
  await look(page, 'staff-passkeys-person');
  await send(page, 'main section.card form button');
  await visit(page, '/quan-tri/nhat-ky');
  await contains(page, 'Đăng nhập bằng khóa truy cập');
  await contains(page, 'Bỏ khóa truy cập');
  await send(page, '.who form button');
  await page.click('#passkey button');
  await says(page, 'chưa đăng nhập được ở đây');
  await gone();
}

/** Waits until the form says something. */
async function says(page, text) {
  const end = Date.now() + 20_000;
  const is = `[...document.querySelectorAll('[role=alert]')].some((one) => !one.hidden && one.textContent.includes(${JSON.stringify(text)}))`;
  while (!(await page.run(is))) {
    if (Date.now() > end) throw new Error(`the form does not say: ${text}`);
    await page.rest(50);
  }
}
